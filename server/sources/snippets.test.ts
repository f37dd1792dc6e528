import { spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as connectors } from '@/app/api/v1/connectors/route.ts';
import { POST as hooks } from '@/app/api/v1/hooks/claude-code/route.ts';
import { POST as ingest } from '@/app/api/v1/ingest/route.ts';
import { POST as logs } from '@/app/v1/logs/route.ts';
import { POST as traces } from '@/app/v1/traces/route.ts';
import { setupSnippets } from '@/components/sources/snippets.ts';
import { createApiKey } from '@/server/auth/api-keys.ts';
import { runConnector } from '@/server/connectors/run.ts';
import { drainSegment } from '@/server/ingest/drain.ts';
import { httpFront } from '@/server/testing/http-front.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';

let installed: TestInstallation;
let front: Awaited<ReturnType<typeof httpFront>>;
let key: string;
let sourcesKey: string;
let home: string;
beforeAll(async () => {
	installed = await testInstallation();
	await installed.at.spool.start(drainSegment);
	front = await httpFront({
		'/api/v1/ingest': ingest,
		'/api/v1/hooks/claude-code': hooks,
		'/v1/logs': logs,
		'/v1/traces': traces,
		'/api/v1/connectors': connectors,
	});
	const made = await createApiKey(
		actorIn(installed.workspace),
		{ name: 's', role: 'analyst', scopes: ['events.ingest'], lifetimeDays: 1 },
		new Date(),
	);
	if (!made.ok) throw new Error(made.error.message);
	key = made.value.key;
	const ofSources = await createApiKey(
		actorIn(installed.workspace),
		{ name: 'c', role: 'manager', scopes: ['sources.write', 'sources.read'], lifetimeDays: 1 },
		new Date(),
	);
	if (!ofSources.ok) throw new Error(ofSources.error.message);
	sourcesKey = ofSources.value.key;
	home = mkdtempSync(join(tmpdir(), 'snippets-'));
	mkdirSync(join(home, '.claude/projects/p'), { recursive: true });
	symlinkSync(join(process.cwd(), 'node_modules'), join(home, 'node_modules'));
});
afterAll(async () => {
	rmSync(home, { recursive: true, force: true });
	await front.close();
	await installed.close();
});

const snippet = (id: string): string =>
	setupSnippets(front.url, 'Team’s "own"').find((each) => each.id === id)?.text ?? '';

/** As pasted into a shell, with the key in the environment. */
function start(text: string, env: Record<string, string> = {}) {
	const bin = join(home, 'bin');
	mkdirSync(bin, { recursive: true });
	writeFileSync(
		join(bin, 'npx'),
		`#!/bin/sh\nshift\nexec "${process.execPath}" "${join(process.cwd(), 'cli/bin.mjs')}" "$@"\n`,
		{ mode: 0o755 },
	);
	return spawn('bash', ['-eu', '-c', text], {
		cwd: home,
		env: {
			...process.env,
			HOME: home,
			PATH: `${bin}:${process.env.PATH}`,
			AFTERTRACE_KEY: key,
			...env,
		},
	});
}

/** Runs it to its end; the event loop stays free to answer. */
async function paste(text: string, input = '', env: Record<string, string> = {}) {
	const child = start(text, env);
	let said = '';
	child.stdout.on('data', (data) => {
		said += data;
	});
	child.stderr.on('data', (data) => {
		said += data;
	});
	child.stdin.end(input);
	const code = await new Promise<number | null>((done) => child.once('close', done));
	expect(code, said).toBe(0);
	return said;
}

async function kindsOf(run: string): Promise<string[]> {
	await installed.at.spool.settled();
	const found = await installed.at.events.ofRuns(actorIn(installed.workspace), [run], 100);
	if (!found.ok) throw new Error(found.error.message);
	return found.value.map(({ kind }) => kind);
}

const transcript = (session: string) =>
	`${JSON.stringify({
		type: 'user',
		sessionId: session,
		uuid: `u-${session}`,
		timestamp: '2026-05-01T10:00:00Z',
		cwd: '/srv',
		version: '2.1.0',
		message: { role: 'user', content: 'go' },
	})}\n`;

const hasCurl = spawnSync('curl', ['--version']).status === 0;

test.skipIf(!hasCurl)('curl sends a file', async () => {
	writeFileSync(join(home, 'railway-audit.json'), transcript('by-curl'));
	expect(await paste(snippet('curl'))).toContain('"events":1');
	expect(await kindsOf('by-curl')).toEqual(['prompt']);
});

test('the command line sends a folder to the console', async () => {
	writeFileSync(join(home, '.claude/projects/p/s.jsonl'), transcript('by-cli'));
	await paste(snippet('cli'));
	expect(await kindsOf('by-cli')).toEqual(['prompt']);
});

test('the command line stores a folder in a data folder, whatever the workspace is called', async () => {
	const said = await paste(`${snippet('local')} --data ${join(home, 'data')} --json`);
	expect(JSON.parse(said.slice(said.indexOf('{')))).toMatchObject({ events: 1 });
});

test.skipIf(!hasCurl)('the hooks’ command takes a payload from standard input', async () => {
	const settings = JSON.parse(snippet('claude-code-hooks')) as {
		hooks: Record<string, { hooks: { command: string }[] }[]>;
	};
	for (const [name, [entry]] of Object.entries(settings.hooks)) {
		const payload = {
			session_id: 'by-hook',
			hook_event_name: name,
			prompt: 'go',
			tool_name: 'Bash',
			tool_use_id: 't1',
			tool_input: { command: 'ls' },
			tool_response: { stdout: '' },
		};
		await paste(entry?.hooks[0]?.command ?? '', JSON.stringify(payload));
	}
	expect((await kindsOf('by-hook')).toSorted()).toEqual([
		'prompt',
		'record',
		'tool-call',
		'tool-result',
	]);
});

test.each(['otlp', 'claude-code-telemetry'])(
	'with the variables of %s, an exporter of the SDK that knows nothing else arrives',
	async (id) => {
		const script = join(home, `${id}.mjs`);
		writeFileSync(
			script,
			`import { createRequire } from 'node:module';
			const require = createRequire(${JSON.stringify(pathToFileURL(join(process.cwd(), 'x.js')).href)});
			const { OTLPLogExporter } = require('@opentelemetry/exporter-logs-otlp-proto');
			const { LoggerProvider, SimpleLogRecordProcessor } = require('@opentelemetry/sdk-logs');
			const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: new OTLPLogExporter() })] });
			provider.getLogger('t').emit({ body: 'claude_code.user_prompt', attributes: { 'event.name': 'user_prompt', 'session.id': 'by-${id}', prompt: 'go' } });
			await provider.forceFlush();
			await provider.shutdown();`,
		);
		await paste(`${snippet(id)}\n"${process.execPath}" "${script}"`);
		expect(await kindsOf(`by-${id}`)).toEqual(['prompt']);
	},
);

test('the command line follows a folder, until it is told to stop', async () => {
	writeFileSync(join(home, '.claude/projects/p/w.jsonl'), transcript('by-watch'));
	const text = `${snippet('watch')} --data ${join(home, 'watched')} --json`;
	const child = start(text);
	let said = '';
	let printed = '';
	child.stderr.on('data', (data) => {
		said += data;
	});
	child.stdout.on('data', (data) => {
		printed += data;
	});
	child.stdin.end();
	const ended = new Promise<number | null>((done) => child.once('close', done));
	await expect.poll(() => said, { timeout: 90_000 }).toContain('w.jsonl: 1 new events');
	child.kill('SIGINT');
	expect(await ended, said).toBe(0);
	expect(JSON.parse(printed).events).toBeGreaterThan(0);
});

const providerEnv = {
	AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE12345',
	AWS_SECRET_ACCESS_KEY: randomBytes(20).toString('hex'),
	GITHUB_TOKEN: randomBytes(20).toString('hex'),
	RAILWAY_API_TOKEN: randomUUID(),
};

test.skipIf(!hasCurl).each([
	['connector-cloudtrail', 'cloudtrail-s3', { bucket: 'your-trail-bucket' }],
	['connector-github', 'github-audit', { owner: 'your-organization' }],
	['connector-railway', 'railway', { workspace: 'your-workspace-id' }],
])('%s adds its connector, and shows no credential', async (id, kind, settings) => {
	const said = await paste(snippet(id), '', { ...providerEnv, AFTERTRACE_KEY: sourcesKey });
	expect(JSON.parse(said)).toMatchObject({ kind, settings, state: 'waiting', failures: 0 });
	for (const secret of Object.values(providerEnv)) expect(said).not.toContain(secret);
});

test.skipIf(!hasCurl)('what the shell filled in is what the connector signs in with', async () => {
	const asked: string[] = [];
	const provider = createServer((request, response) => {
		asked.push(request.headers.authorization ?? '');
		const record = {
			'@timestamp': Date.now(),
			_document_id: 'snippet-1',
			action: 'repo.create',
			actor: 'octo',
			org: 'acme',
		};
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end(JSON.stringify([record]));
	});
	await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
	try {
		const said = await paste(snippet('connector-github'), '', {
			...providerEnv,
			AFTERTRACE_KEY: sourcesKey,
		});
		const { id } = JSON.parse(said) as { id: string };
		const { port } = provider.address() as AddressInfo;
		await installed.at.records.database.connector.update({
			where: { workspaceId_id: { workspaceId: installed.workspace, id } },
			data: {
				settings: { owner: 'your-organization', endpoint: `http://127.0.0.1:${port}` },
			},
		});
		await runConnector(installed.workspace, id, () => new Date());
		expect(asked[0]).toBe(`Bearer ${providerEnv.GITHUB_TOKEN}`);
	} finally {
		provider.closeAllConnections();
		provider.close();
	}
});

test('the settings files are valid and name this console', () => {
	const gemini = JSON.parse(snippet('gemini-telemetry')) as { telemetry: { otlpEndpoint: string } };
	expect(gemini.telemetry.otlpEndpoint).toBe(front.url);
	expect(snippet('codex-telemetry')).toContain(`endpoint = "${front.url}/v1/logs"`);
});

test('no snippet holds a key', () => {
	for (const { text } of setupSnippets(front.url, 'w')) expect(text).not.toMatch(/at_[\w-]{20}/);
});
