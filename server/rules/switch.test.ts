import { afterAll, beforeAll, expect, test } from 'vitest';
import { AgentLog, Draw } from '@/scenarios/kit.ts';
import { getIncident, listIncidents } from '@/server/incidents/list.ts';
import { runImport } from '@/server/ingest/run-import.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { switchRules } from './change.ts';
import { getRule } from './detail.ts';
import { listRules } from './list.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());

/** An agent that was asked to look and deletes a bucket of production. */
function log(seed: number): { name: string; text: string } {
	const agent = new AgentLog(new Draw(seed), 'claude-code', { start: Date.UTC(2026, 4, 4, 9) });
	agent.prompt('Find out how large the exports of staging are.');
	agent.shell('aws s3 rb s3://shop-prod-exports --force', 'remove_bucket: shop-prod-exports');
	return { name: agent.name, text: agent.text };
}
async function* bytes(text: string): AsyncGenerator<Uint8Array> {
	yield Buffer.from(text);
}
async function send(workspace: string, { name, text }: { name: string; text: string }) {
	const done = await runImport(actorIn(workspace), { stream: bytes(text), name }, { name });
	if (!done.ok) throw new Error(done.error.message);
	await done.value.reconstructed;
}
/** Ids of the rules that reported, and of those that stand in incidents. */
async function reported(workspace: string) {
	const listed = await listRules(actorIn(workspace));
	const page = await listIncidents(actorIn(workspace));
	if (!listed.ok || !page.ok) throw new Error('not listed');
	const inIncidents = new Set<string>();
	for (const { number } of page.value.incidents) {
		const incident = await getIncident(actorIn(workspace), number);
		if (incident.ok)
			for (const { ruleId } of incident.value.document.detections) inIncidents.add(ruleId);
	}
	return {
		hits: listed.value.rules.filter(({ hits }) => hits > 0).map(({ id }) => id),
		inIncidents: [...inIncidents],
	};
}

test('a rule that is off reports neither at ingest nor in incidents of its workspace alone', async () => {
	await send(installed.workspace, log(1));
	const before = await reported(installed.workspace);
	const [chosen] = before.hits.filter((id) => before.inIncidents.includes(id));
	if (chosen === undefined) throw new Error('no rule found it');
	const off = { ids: [chosen], isOn: false };
	expect(await switchRules(actorIn(installed.other), off)).toEqual({
		ok: true,
		value: { changed: 1 },
	});
	expect(await switchRules(actorIn(installed.other), off)).toEqual({
		ok: true,
		value: { changed: 0 },
	});
	await send(installed.other, log(1));
	const after = await reported(installed.other);
	const rest = (ids: readonly string[]) => ids.filter((id) => id !== chosen).sort();
	expect(after.hits.toSorted()).toEqual(rest(before.hits));
	expect(after.inIncidents.toSorted()).toEqual(rest(before.inIncidents));
	const rule = await getRule(actorIn(installed.other), chosen);
	expect(rule).toMatchObject({ value: { isOn: false, matches: [] } });

	await switchRules(actorIn(installed.other), { ids: [chosen], isOn: true });
	await send(installed.other, log(2));
	expect((await reported(installed.other)).hits).toContain(chosen);
});

test('a rule’s page links what it found to events and incidents', async () => {
	const { hits } = await reported(installed.workspace);
	const found = await Promise.all(hits.map((id) => getRule(actorIn(installed.workspace), id)));
	const matches = found.flatMap((rule) => (rule.ok ? rule.value.matches : []));
	expect(matches.some(({ text }) => text?.includes('s3 rb') === true)).toBe(true);
	expect(matches.some(({ incidents }) => incidents.includes('INC-0001'))).toBe(true);
	for (const rule of found)
		if (rule.ok) expect(rule.value.days.reduce((sum, hits) => sum + hits, 0)).toBe(rule.value.hits);
});

test('only who may change rules switches them, and no unknown rule', async () => {
	const listed = await listRules(actorIn(installed.workspace));
	const id = listed.ok ? (listed.value.rules[0]?.id ?? '') : '';
	const off = { ids: [id], isOn: false };
	expect(await switchRules(actorIn(installed.workspace, 'viewer'), off)).toMatchObject({
		error: { code: 'forbidden' },
	});
	expect(
		await switchRules(actorIn(installed.workspace), { ids: [id, 'none'], isOn: false }),
	).toMatchObject({ error: { code: 'not-found' } });
	expect(await getRule(actorIn(installed.workspace), id)).toMatchObject({ value: { isOn: true } });
	const narrow = { ...actorIn(installed.workspace), scopes: ['events.read' as const] };
	expect(await getRule(narrow, id)).toMatchObject({ error: { code: 'not-found' } });
});
