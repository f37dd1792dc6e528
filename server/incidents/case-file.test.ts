import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AgentLog, Draw } from '@/scenarios/kit.ts';
import { longDay } from '@/scenarios/long-run.ts';
import { runImport } from '@/server/ingest/run-import.ts';
import { ensureWorkspace } from '@/server/records/workspaces.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { caseFile } from './case-file.ts';
import { getIncident, incidentFilterSchema, listIncidents } from './list.ts';

let installed: TestInstallation;
let logs: string;
beforeAll(async () => {
	installed = await testInstallation();
	logs = await mkdtemp(join(tmpdir(), 'aftertrace-logs-'));
});
afterAll(async () => {
	await installed.close();
	await rm(logs, { recursive: true, force: true });
});

async function ingest(workspace: string, name: string, files: Readonly<Record<string, string>>) {
	const folder = join(logs, name);
	for (const [file, text] of Object.entries(files)) {
		await mkdir(dirname(join(folder, file)), { recursive: true });
		await writeFile(join(folder, file), text);
	}
	const done = await runImport(actorIn(workspace), [folder], { name });
	if (!done.ok) throw new Error(done.error.message);
	const found = await done.value.reconstructed;
	if (!found.ok) throw new Error(found.error.message);
	return done.value;
}

async function incidentsOf(workspace: string) {
	const actor = actorIn(workspace);
	const list = await listIncidents(actor, incidentFilterSchema.parse({ limit: 200 }));
	if (!list.ok) throw new Error(list.error.message);
	const documents = [];
	for (const { number } of list.value.incidents) {
		const document = await getIncident(actor, number);
		if (document.ok) documents.push(document.value.document);
	}
	return documents;
}

test('finds the bad minute of a long day from a small part of its events', async () => {
	const day = longDay(new Draw(11), 16_000);
	const done = await ingest(installed.workspace, 'long-day', day.files);
	const [incident, ...more] = await incidentsOf(installed.workspace);
	expect(more).toEqual([]);
	expect(incident?.effects.map((effect) => [effect.class, effect.resource.id])).toEqual(
		day.truth.effects,
	);
	expect(incident?.credentials[0]?.obtained).toMatchObject(day.truth.credential ?? {});
	expect(incident?.effects[0]?.confirmedBy).toBe('both');
	expect(incident?.task?.text).toContain('staging services');
	const extent = done.stored?.extent;
	if (extent === undefined) throw new Error('the import stored nothing');
	const looked = await caseFile(actorIn(installed.workspace), extent);
	expect(looked.ok && looked.value.length).toBeLessThan(14_000);
});

test('tells where a credential came from when another run saw it months before', async () => {
	const draw = new Draw(12);
	const token = `ghp_${draw.secret('', 36)}`;
	const before = new AgentLog(draw, 'claude-code', { start: Date.UTC(2026, 1, 2, 9) });
	before.prompt('What is in the old tools folder?');
	before.shell('ls ~/old-tools', 'deploy.env');
	before.shell('cat ~/old-tools/deploy.env', `GITHUB_TOKEN=${token}\n`);
	await ingest(installed.other, 'before', { [before.name]: before.text });
	expect(await incidentsOf(installed.other)).toEqual([]);
	const after = new AgentLog(draw, 'codex', { start: Date.UTC(2026, 4, 4, 9) });
	after.prompt('Write the release notes.');
	after.shell(
		`curl -s -X DELETE https://api.github.com/repos/acme/core -H "Authorization: token ${token}"`,
		'',
	);
	await ingest(installed.other, 'after', { [after.name]: after.text });
	const [incident] = await incidentsOf(installed.other);
	expect(incident?.credentials[0]?.obtained).toMatchObject({
		how: 'file',
		path: '~/old-tools/deploy.env',
	});
	expect(incident?.controls.find(({ id }) => id === 'no-credential-on-disk')?.verdict).toBe(
		'prevents',
	);
});

test('an import of many small runs tells what each of them would tell alone', async () => {
	const draw = new Draw(13);
	const files: Record<string, string> = {};
	const databases: string[] = [];
	for (let i = 0; i < 64; i++) {
		const log = new AgentLog(draw, 'codex', { start: Date.UTC(2026, 0, 1 + i, 9) });
		log.prompt('Make the tests of the staging service pass.');
		for (let step = 0; step < 100; step++) log.shell('npm test', `${step} passed`);
		const database = `shop-${i}-production-db`;
		databases.push(database);
		log.shell(
			`aws rds delete-db-instance --db-instance-identifier ${database} --skip-final-snapshot`,
			'{"DBInstance":{"DBInstanceStatus":"deleting"}}',
		);
		files[log.name] = log.text;
	}
	const workspace = await ensureWorkspace(installed.at, 'Many', false);
	await ingest(workspace, 'many', files);
	const found = await incidentsOf(workspace);
	expect(found.flatMap(({ effects }) => effects.map(({ resource }) => resource.id)).sort()).toEqual(
		databases.sort(),
	);
});
