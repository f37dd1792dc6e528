import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import { reminderTestSchema, testReminders } from '@/server/reminders/deliver.ts';

export const POST = endpoint(async ({ request, actor }) => {
	const asked = await readJson(request, reminderTestSchema);
	if (!asked.ok) return asked;
	const sent = await testReminders(actor, asked.value);
	return sent.ok ? json(sent.value) : sent;
});
