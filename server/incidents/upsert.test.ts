import { afterAll, beforeAll, expect, test } from 'vitest';
import { incidentDocument } from '@/server/testing/incident-document.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { changeIncident, listIncidents } from './list.ts';
import { keepIncidents } from './upsert.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());

const incidents = async () => {
	const page = await listIncidents(actorIn(installed.workspace));
	return page.ok ? page.value.incidents : [];
};

test('a renewed reconstruction keeps the number and what the analyst wrote', async () => {
	const actor = actorIn(installed.workspace);
	await keepIncidents(actor, [incidentDocument('inc-a', ['ev_1'])]);
	await changeIncident(actor, 'INC-0001', { status: 'investigating', assignee: 'Ada' });
	// The same evidence and one more event: another document, the same incident.
	const renewed = await keepIncidents(actor, [incidentDocument('inc-b', ['ev_1', 'ev_2'])]);
	expect(renewed).toEqual({ ok: true, value: { added: 0, renewed: 1 } });
	expect(await incidents()).toMatchObject([
		{
			number: 'INC-0001',
			documentId: 'inc-b',
			status: 'investigating',
			assignee: 'Ada',
			effects: 2,
		},
	]);
});

test('another incident gets the next number', async () => {
	const actor = actorIn(installed.workspace);
	const both = [incidentDocument('inc-b', ['ev_1', 'ev_2']), incidentDocument('inc-c', ['ev_9'])];
	expect(await keepIncidents(actor, both)).toEqual({ ok: true, value: { added: 1, renewed: 1 } });
	expect((await incidents()).map((incident) => incident.number).sort()).toEqual([
		'INC-0001',
		'INC-0002',
	]);
});

test('each workspace counts for itself', async () => {
	const stranger = actorIn(installed.other);
	await keepIncidents(stranger, [incidentDocument('inc-a', ['ev_1'])]);
	const page = await listIncidents(stranger);
	expect(page).toMatchObject({ value: { incidents: [{ number: 'INC-0001', status: 'open' }] } });
});

test('a list pages by cursor and narrows by severity and status', async () => {
	const actor = actorIn(installed.workspace);
	const first = await listIncidents(actor, { limit: 1 });
	const cursor = first.ok ? first.value.nextCursor : null;
	expect(cursor).not.toBeNull();
	const second = await listIncidents(actor, { limit: 1, cursor: cursor ?? '' });
	expect(second).toMatchObject({ value: { incidents: [{}], nextCursor: null } });
	const open = await listIncidents(actor, { limit: 10, status: 'open' });
	expect(open).toMatchObject({ value: { incidents: [{ number: 'INC-0002' }] } });
	expect(await listIncidents(actor, { limit: 10, severity: 'low' })).toMatchObject({
		value: { incidents: [] },
	});
});
