import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import { listHunts, newHuntSchema, startHunt } from '@/server/rules/hunts.ts';

export const GET = endpoint(async ({ actor }) => {
	const listed = await listHunts(actor);
	return listed.ok ? json({ hunts: listed.value }) : listed;
});

export const POST = endpoint(async ({ request, actor }) => {
	const wanted = await readJson(request, newHuntSchema);
	if (!wanted.ok) return wanted;
	const begun = await startHunt(actor, wanted.value, new Date());
	return begun.ok ? json(begun.value, { status: 201 }) : begun;
});
