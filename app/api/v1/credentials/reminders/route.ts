import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import {
	changeReminders,
	getReminders,
	reminderChangeSchema,
} from '@/server/reminders/settings.ts';

export const GET = endpoint(async ({ actor }) => {
	const view = await getReminders(actor);
	return view.ok ? json(view.value) : view;
});

export const PATCH = endpoint(async ({ request, actor }) => {
	const asked = await readJson(request, reminderChangeSchema);
	if (!asked.ok) return asked;
	const changed = await changeReminders(actor, asked.value);
	return changed.ok ? json(changed.value) : changed;
});
