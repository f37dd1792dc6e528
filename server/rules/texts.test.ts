import { afterAll, beforeAll, expect, test } from 'vitest';
import { runImport } from '@/server/ingest/run-import.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { getRule } from './detail.ts';
import { listRules } from './list.ts';
import { deletePipeline, listPipelines, savePipeline } from './pipelines.ts';
import { addRule, checkRuleText, editRule, removeRuleText } from './texts.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());

const own = (operation: string, id = 'own-rule-1'): string =>
	`title: Own rule\nid: ${id}\nname: ${id}\nlogsource:\n  product: aws\n  service: cloudtrail\ndetection:\n  s:\n    eventName: ${operation}\n  condition: s\nlevel: high\n`;
const counting = `title: Often\nid: own-often\ncorrelation:\n  type: event_count\n  rules: [own-rule-1]\n  group-by: [userIdentity.arn]\n  timespan: 1h\n  condition:\n    gte: 3\nlevel: critical\n`;

let sent = 0;
async function send(workspace: string, operation: string, count: number): Promise<void> {
	const records = Array.from({ length: count }, (_, i) => ({
		eventVersion: '1.09',
		eventID: `${operation}-${sent + i}`,
		eventTime: new Date(Date.UTC(2026, 3, 24, 10, 0, sent + i)).toISOString(),
		eventSource: 'ec2.amazonaws.com',
		eventName: operation,
		awsRegion: 'eu-west-1',
		userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/deploy' },
		requestParameters: { snapshotId: `snap-${sent + i}` },
		recipientAccountId: '111122223333',
	}));
	sent += count;
	async function* bytes(): AsyncGenerator<Uint8Array> {
		yield Buffer.from(JSON.stringify({ Records: records }));
	}
	const name = `${operation}-${sent}.json`;
	const done = await runImport(actorIn(workspace), { stream: bytes(), name }, { name });
	if (!done.ok) throw new Error(done.error.message);
	await done.value.reconstructed;
}
async function hits(workspace: string, id: string): Promise<number | null> {
	const listed = await listRules(actorIn(workspace));
	const rules = listed.ok ? listed.value.rules : [];
	return rules.find((rule) => rule.id === id)?.hits ?? null;
}

test('an own rule runs from the next event on, in its workspace alone, and correlations count it', async () => {
	const actor = actorIn(installed.workspace);
	expect(await addRule(actor, own('DescribeSnapshots'))).toMatchObject({
		value: { id: 'own-rule-1', origin: 'own', source: 'own/own-rule-1.yml', savedBy: actor.name },
	});
	expect(await addRule(actor, counting)).toMatchObject({ value: { kind: 'correlation' } });
	await send(installed.workspace, 'DescribeSnapshots', 4);
	expect(await hits(installed.workspace, 'own-often')).toBe(1);
	await send(installed.other, 'DescribeSnapshots', 4);
	expect(await hits(installed.other, 'own-often')).toBe(null);
});

test('a changed rule finds by its new text without a restart', async () => {
	const actor = actorIn(installed.workspace);
	const before = await getRule(actor, 'own-rule-1');
	if (!before.ok) throw new Error(before.error.message);
	const text = own('DescribeVolumes').replace('level: high', 'level: low');
	const edited = await editRule(actor, 'own-rule-1', { text, basis: before.value.savedAt });
	expect(edited).toMatchObject({ value: { level: 'low', text } });
	await send(installed.workspace, 'DescribeVolumes', 3);
	expect(await hits(installed.workspace, 'own-often')).toBe(2);
	await send(installed.workspace, 'DescribeSnapshots', 5);
	expect(await hits(installed.workspace, 'own-often')).toBe(2);
	expect(await editRule(actor, 'own-rule-1', { text, basis: before.value.savedAt })).toMatchObject({
		error: { code: 'conflict' },
	});
});

test('a shipped rule is copied for the workspace, keeps its id and can be restored', async () => {
	const actor = actorIn(installed.workspace);
	const listed = await listRules(actor);
	const shipped = listed.ok
		? listed.value.rules.find(({ title }) => title === 'Snapshot deleted in AWS')
		: undefined;
	if (shipped === undefined) throw new Error('the rule is not shipped');
	const before = await getRule(actor, shipped.id);
	if (!before.ok) throw new Error(before.error.message);
	const { text } = before.value;
	const changed = text.replaceAll(/\bDeleteSnapshot\b/g, 'DescribeImages');
	expect(changed).not.toBe(text);
	const saved = await editRule(actor, shipped.id, { text: changed, basis: null });
	expect(saved).toMatchObject({ value: { origin: 'edited', hits: 0 } });
	await send(installed.workspace, 'DeleteSnapshot', 1);
	expect(await hits(installed.workspace, shipped.id)).toBe(0);
	await send(installed.workspace, 'DescribeImages', 1);
	expect(await hits(installed.workspace, shipped.id)).toBe(1);
	await send(installed.other, 'DeleteSnapshot', 1);
	expect(await hits(installed.other, shipped.id)).toBe(1);
	const basis = saved.ok ? saved.value.savedAt : null;
	const other = changed.replace(shipped.id, 'another-id');
	expect(await editRule(actor, shipped.id, { text: other, basis })).toMatchObject({
		error: { code: 'invalid-input', message: expect.stringContaining('keeps its id') },
	});
	expect(await removeRuleText(actor, shipped.id)).toEqual({ ok: true, value: { restored: true } });
	expect(await getRule(actor, shipped.id)).toMatchObject({ value: { origin: 'shipped', text } });
	expect(await removeRuleText(actor, shipped.id)).toMatchObject({ error: { code: 'conflict' } });
});

test('what is wrong is told with its place by the engine that runs rules, and is not saved', async () => {
	const actor = actorIn(installed.workspace);
	const check = async (text: string, rule: string | null = null) => {
		const checked = await checkRuleText(actor, { text, rule });
		if (!checked.ok) throw new Error(checked.error.message);
		return checked.value.diagnostics.map(
			({ severity, line, column, message }) => `${severity} ${line}:${column} ${message}`,
		);
	};
	expect(await check(own('A', 'own-rule-2'))).toEqual([]);
	const broken = own('A', 'own-rule-2').replace('eventName:', 'eventName|sounds:');
	expect(await check(broken)).toEqual([expect.stringMatching(/^error 9:5 .*no modifier “sounds”/)]);
	expect(await addRule(actor, broken)).toMatchObject({
		error: { code: 'invalid-input', message: expect.stringContaining('line 9, column 5') },
	});
	expect(await check(own('A'))).toEqual([
		expect.stringMatching(/^error 2:1 its id own-rule-1 is also/),
	]);
	expect(await check(own('A').replace(/id: .*\nname: .*\n/, ''))).toEqual([
		expect.stringContaining('give the rule an id'),
	]);
	expect(await check(own('A', 'hunts'))).toEqual([expect.stringContaining('none of check')]);
	expect(await check('title: [')).toEqual([
		expect.stringMatching(/^error \d+:\d+ it is not valid YAML/),
	]);
	expect(await check(own('A').replaceAll('own-rule-1', 'renamed-1'), 'own-rule-1')).toEqual([
		expect.stringMatching(/“Often” would not load any more/),
	]);
	const far = own('A', 'own-rule-2').replace(
		'product: aws\n  service: cloudtrail',
		'product: toaster',
	);
	expect(await check(far)).toEqual([
		expect.stringMatching(/^warning 4:1 no log that is read here/),
	]);
	const unknown = own('A', 'own-rule-2')
		.replace('product: aws\n  service: cloudtrail', 'product: aftertrace\n  service: agent')
		.replace('eventName', 'action.clas');
	expect(await check(unknown)).toEqual([
		expect.stringMatching(/^warning 9:5 there is no field action.clas/),
	]);
});

test('an own rule is deleted with what it found, unless another builds on it', async () => {
	const actor = actorIn(installed.workspace);
	expect(await removeRuleText(actor, 'own-rule-1')).toMatchObject({ error: { code: 'conflict' } });
	expect(await removeRuleText(actor, 'own-often')).toEqual({
		ok: true,
		value: { restored: false },
	});
	expect(await removeRuleText(actor, 'own-rule-1')).toMatchObject({ ok: true });
	const { database } = installed.at.records;
	expect(
		await database.ruleHit.count({ where: { ruleId: { in: ['own-rule-1', 'own-often'] } } }),
	).toBe(0);
});

test('rules of a workspace are loaded through its pipelines, from the next import on', async () => {
	const actor = actorIn(installed.workspace);
	const rule = own('A', 'own-rule-3').replace('eventName: A', "what|expand: '%looked%'");
	expect(await addRule(actor, rule)).toMatchObject({
		error: { message: expect.stringContaining('%looked% has no values') },
	});
	const text =
		'vars:\n  looked: [DescribeHosts]\ntransformations:\n  - type: field_name_mapping\n    mapping:\n      what: eventName\n';
	const saved = await savePipeline(actor, { name: 'names', text, basis: null });
	expect(saved).toMatchObject({ value: { name: 'names', savedBy: actor.name } });
	expect(await savePipeline(actor, { name: 'names', text, basis: null })).toMatchObject({
		error: { code: 'conflict' },
	});
	expect(await addRule(actor, rule)).toMatchObject({ ok: true });
	await send(installed.workspace, 'DescribeHosts', 2);
	expect(await hits(installed.workspace, 'own-rule-3')).toBe(2);
	expect(await listPipelines(actorIn(installed.other))).toEqual({ ok: true, value: [] });
	expect(await deletePipeline(actor, 'names')).toEqual({ ok: true, value: null });
	const listed = await listRules(actor);
	expect(listed.ok && listed.value.problems).toMatchObject([
		{ path: 'own/own-rule-3.yml', line: 9, reason: expect.stringContaining('%looked%') },
	]);
	const broken = 'transformations:\n  - type: set_state\n';
	expect(await savePipeline(actor, { name: 'x', text: broken, basis: null })).toMatchObject({
		error: { code: 'invalid-input', message: expect.stringContaining('line 2') },
	});
	const viewer = actorIn(installed.workspace, 'viewer');
	expect(await savePipeline(viewer, { name: 'x', text, basis: null })).toMatchObject({
		error: { code: 'forbidden' },
	});
});

test('a filter of the workspace’s own quietens a shipped rule there, and is listed and deleted as rules are', async () => {
	const actor = actorIn(installed.workspace);
	const listed = await listRules(actor);
	const shipped = listed.ok
		? listed.value.rules.find(({ title }) => title === 'Snapshot deleted in AWS')
		: undefined;
	const before = await hits(installed.workspace, shipped?.id ?? '');
	const filter = (rule: string): string =>
		`title: Our retention\nid: own-filter-1\nlogsource:\n  product: aws\n  service: cloudtrail\nfilter:\n  rules:\n    - ${rule}\n  s:\n    eventName: DeleteSnapshot\n  condition: s\n`;
	const unknown = await checkRuleText(actor, { text: filter('nobody'), rule: null });
	expect(unknown.ok && unknown.value.diagnostics).toMatchObject([
		{ severity: 'warning', line: 7, message: expect.stringContaining('“nobody”') },
	]);
	const text = filter(shipped?.id ?? '');
	expect(await addRule(actor, text)).toMatchObject({
		value: { kind: 'filter', filters: [{ id: shipped?.id }], source: 'own/own-filter-1.yml' },
	});
	await send(installed.workspace, 'DeleteSnapshot', 2);
	expect(await hits(installed.workspace, shipped?.id ?? '')).toBe(before);
	expect(await addRule(actor, text)).toMatchObject({ error: { code: 'invalid-input' } });
	expect(await removeRuleText(actor, 'own-filter-1')).toEqual({
		ok: true,
		value: { restored: false },
	});
	await send(installed.workspace, 'DeleteSnapshot', 2);
	expect(await hits(installed.workspace, shipped?.id ?? '')).toBe((before ?? 0) + 2);
});

test('a viewer changes no rule', async () => {
	const viewer = actorIn(installed.workspace, 'viewer');
	const shipped = await listRules(viewer);
	const id = shipped.ok ? (shipped.value.rules[0]?.id ?? '') : '';
	for (const refused of [
		await addRule(viewer, own('A')),
		await editRule(viewer, id, { text: own('A'), basis: null }),
		await removeRuleText(viewer, id),
	])
		expect(refused).toMatchObject({ error: { code: 'forbidden' } });
});
