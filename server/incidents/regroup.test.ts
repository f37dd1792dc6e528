import { afterAll, beforeAll, expect, test } from 'vitest';
import { incidentDocumentSchema } from '@/core/incidents/document.ts';
import { incidentDocument } from '@/server/testing/incident-document.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { getIncident, listIncidents } from './list.ts';
import { mergeIncidents, splitIncident, ungroupIncident } from './regroup.ts';
import { keepIncidents } from './upsert.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());

const me = () => actorIn(installed.workspace);
/** A document whose effects lie on resources of their own. */
const about = (id: string, events: readonly string[]) => {
	const document = incidentDocument(id, events);
	return {
		...document,
		effects: document.effects.map((effect) => ({
			...effect,
			resource: { ...effect.resource, id: `vol-${effect.eventId}` },
		})),
		controls: document.controls.map((control) => ({
			...control,
			verdict: 'prevents' as const,
			prevented: document.effects.map((_, i) => i),
		})),
	};
};
const effectsOf = async (id: string) => {
	const incident = await getIncident(me(), id);
	if (!incident.ok) return incident.error.code;
	expect(incidentDocumentSchema.safeParse(incident.value.document).success).toBe(true);
	for (const control of incident.value.document.controls)
		expect(control.prevented).toEqual(incident.value.document.effects.map((_, i) => i));
	return incident.value.document.effects.map((effect) => effect.eventId).sort();
};
const listed = async () => {
	const page = await listIncidents(me());
	return page.ok ? page.value.incidents.map((incident) => incident.number).sort() : [];
};

test('what an analyst merged stays merged when either part is reconstructed anew, and can be taken out', async () => {
	await keepIncidents(me(), [about('inc-a', ['ev_a1']), about('inc-b', ['ev_b1'])]);
	const [one = '', two = ''] = await listed();
	expect(await mergeIncidents(me(), one, [two])).toMatchObject({ ok: true });
	expect(await listed()).toEqual([one]);
	expect((await effectsOf(one))?.length).toBe(2);
	const own = (await effectsOf(two)) as string[];
	const other = own[0] === 'ev_a1' ? 'b' : 'a';
	await keepIncidents(me(), [
		about(`inc-${other}`, [`ev_${other}1`, `ev_${other}2`]),
		about(`inc-${other === 'a' ? 'b' : 'a'}`, [own[0] ?? '', `${own[0]}-more`]),
	]);
	expect((await effectsOf(one))?.length).toBe(4);
	expect(await listed()).toEqual([one]);
	expect(await ungroupIncident(me(), two)).toMatchObject({ ok: true });
	expect(await listed()).toEqual([one, two]);
	expect((await effectsOf(one))?.length).toBe(2);
});

test('what an analyst split off stays split off when the whole is reconstructed anew, and can go back', async () => {
	await keepIncidents(me(), [about('inc-s', ['ev_s1', 'ev_s2', 'ev_s3'])]);
	const source = (await listed()).at(-1) ?? '';
	const part = await splitIncident(me(), source, ['ev_s2']);
	const split = part.ok ? part.value.number : '';
	expect(part).toMatchObject({ ok: true, value: { splitFrom: source } });
	expect(await effectsOf(source)).toEqual(['ev_s1', 'ev_s3']);
	expect(await effectsOf(split)).toEqual(['ev_s2']);
	const renewed = await keepIncidents(me(), [about('inc-s', ['ev_s1', 'ev_s2', 'ev_s3', 'ev_s4'])]);
	expect(renewed).toEqual({ ok: true, value: { added: 0, renewed: 1 } });
	expect(await effectsOf(source)).toEqual(['ev_s1', 'ev_s3', 'ev_s4']);
	expect(await effectsOf(split)).toEqual(['ev_s2']);
	await ungroupIncident(me(), split);
	expect(await effectsOf(source)).toEqual(['ev_s1', 'ev_s2', 'ev_s3', 'ev_s4']);
	expect(await effectsOf(split)).toBe('not-found');
});

test('refuses what makes no sense, and tells a viewer or a stranger nothing that they may not do', async () => {
	const [first = '', second = ''] = await listed();
	expect(await mergeIncidents(me(), first, [first])).toMatchObject({ error: { code: 'conflict' } });
	expect(await mergeIncidents(me(), first, ['INC-9999'])).toMatchObject({
		error: { code: 'not-found' },
	});
	expect(await splitIncident(me(), first, ['ev_none'])).toMatchObject({
		error: { code: 'conflict' },
	});
	expect(await ungroupIncident(me(), first)).toMatchObject({ error: { code: 'conflict' } });
	const viewer = actorIn(installed.workspace, 'viewer');
	expect(await mergeIncidents(viewer, first, [second])).toMatchObject({
		error: { code: 'forbidden' },
	});
	expect(await mergeIncidents(actorIn(installed.other), first, [second])).toMatchObject({
		error: { code: 'not-found' },
	});
});
