import { afterAll, beforeAll, expect, test } from 'vitest';
import { AgentLog, Draw, ProviderLog } from '@/scenarios/kit.ts';
import { getIncident, listIncidents } from '@/server/incidents/list.ts';
import { runImport } from '@/server/ingest/run-import.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { reconstructSelection, selectionSchema } from './reconstruct.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());

const bucket = 'shop-prod-exports';
function story(seed: number) {
	const draw = new Draw(seed);
	const agent = new AgentLog(draw, 'claude-code', { start: Date.UTC(2026, 4, 4, 9) });
	const trail = new ProviderLog(draw, 'cloudtrail.jsonl');
	agent.prompt('Find out how large the exports of staging are.');
	agent.shell('aws s3 ls', '2026-01-01 shop-staging-exports');
	const beginning = agent.text;
	agent.shell(`aws s3 rb s3://${bucket} --force`, `remove_bucket: ${bucket}`);
	const rest = agent.text.slice(beginning.length);
	trail.cloudtrail(agent.clock - 900, 's3', 'DeleteBucket', { bucketName: bucket });
	return { name: agent.name, beginning, rest, records: trail.text };
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
	yield Buffer.from(text);
}
async function send(workspace: string, name: string, text: string): Promise<number> {
	const started = performance.now();
	const done = await runImport(actorIn(workspace), { stream: bytes(text), name }, { name });
	if (!done.ok) throw new Error(done.error.message);
	const found = await done.value.reconstructed;
	if (!found.ok) throw new Error(found.error.message);
	return performance.now() - started;
}
async function incidents(workspace: string) {
	const page = await listIncidents(actorIn(workspace));
	if (!page.ok) throw new Error(page.error.message);
	const documents = [];
	for (const { number } of page.value.incidents) {
		const incident = await getIncident(actorIn(workspace), number);
		if (incident.ok) documents.push({ number, document: incident.value.document });
	}
	return documents;
}

test('an incident starts within five seconds of its event, and the provider’s record extends it', async () => {
	const { name, beginning, rest, records } = story(1);
	await send(installed.workspace, name, beginning);
	expect(await incidents(installed.workspace)).toEqual([]);
	expect(await send(installed.workspace, name, rest)).toBeLessThan(5_000);
	const [started] = await incidents(installed.workspace);
	expect(started?.document.effects[0]).toMatchObject({ confirmedBy: 'agent' });
	expect(await send(installed.workspace, 'cloudtrail.jsonl', records)).toBeLessThan(5_000);
	const [extended, ...more] = await incidents(installed.workspace);
	expect(more).toEqual([]);
	expect(extended?.number).toBe(started?.number);
	expect(extended?.document.effects[0]).toMatchObject({
		confirmedBy: 'both',
		resource: { id: bucket },
	});
});

test('the order in which logs arrive changes nothing that the incident says', async () => {
	const { name, beginning, rest, records } = story(1);
	await send(installed.other, 'cloudtrail.jsonl', records);
	await send(installed.other, name, rest);
	await send(installed.other, name, beginning);
	const told = (found: Awaited<ReturnType<typeof incidents>>) =>
		found.map(({ document }) => ({
			severity: document.severity,
			title: document.title,
			effects: document.effects.map(({ class: effect, resource, confirmedBy, time }) => [
				effect,
				resource.id,
				resource.environment,
				confirmedBy,
				time,
			]),
			chain: document.chain.map(({ role, summary, time }) => [role, summary, time]),
			verdicts: document.controls.map(({ id, verdict }) => [id, verdict]),
			task: document.task?.text,
		}));
	expect(told(await incidents(installed.other))).toEqual(
		told(await incidents(installed.workspace)),
	);
});

test('a person has sessions or a time range reconstructed, where the role allows it', async () => {
	const actor = actorIn(installed.workspace);
	const day = selectionSchema.parse({ from: '2026-05-04T00:00:00Z', to: '2026-05-05T00:00:00Z' });
	expect(await reconstructSelection(actor, day)).toEqual({
		ok: true,
		value: { incidents: 1, added: 0 },
	});
	expect(await reconstructSelection(actorIn(installed.workspace, 'viewer'), day)).toMatchObject({
		error: { code: 'forbidden' },
	});
	const lost = selectionSchema.parse({ eventIds: ['ev_nowhere'] });
	expect(await reconstructSelection(actor, lost)).toMatchObject({ error: { code: 'not-found' } });
	expect(selectionSchema.safeParse({}).success).toBe(false);
	expect(selectionSchema.safeParse({ from: '2026-05-04T00:00:00Z' }).success).toBe(false);
});
