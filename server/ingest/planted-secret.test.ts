import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { POST as hooks } from '@/app/api/v1/hooks/claude-code/route.ts';
import { POST as ingest } from '@/app/api/v1/ingest/route.ts';
import { POST as preview } from '@/app/api/v1/mappings/preview/route.ts';
import { POST as logs } from '@/app/v1/logs/route.ts';
import { POST as traces } from '@/app/v1/traces/route.ts';
import { formatReaders } from '@/core/formats/registry.ts';
import { createApiKey } from '@/server/auth/api-keys.ts';
import { loadSqlite } from '@/server/parsers/sqlite.ts';
import { httpFront } from '@/server/testing/http-front.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { drainSegment } from './drain.ts';

let installed: TestInstallation;
let front: Awaited<ReturnType<typeof httpFront>>;
let key: string;
const said: string[] = [];
const planted: string[] = [];

beforeAll(async () => {
	installed = await testInstallation();
	await installed.at.spool.start(drainSegment);
	front = await httpFront({
		'/api/v1/ingest': ingest,
		'/api/v1/hooks/claude-code': hooks,
		'/api/v1/mappings/preview': preview,
		'/v1/logs': logs,
		'/v1/traces': traces,
	});
	const made = await createApiKey(
		actorIn(installed.workspace),
		{ name: 'p', role: 'analyst', scopes: ['events.ingest'], lifetimeDays: 1 },
		new Date(),
	);
	if (!made.ok) throw new Error(made.error.message);
	key = made.value.key;
	for (const method of ['log', 'info', 'warn', 'error'] as const)
		vi.spyOn(console, method).mockImplementation((...words) => void said.push(words.join(' ')));
});
afterAll(async () => {
	vi.restoreAllMocks();
	await front.close();
	await installed.close();
});

/** A fresh secret, as a command would hold it. */
function plant(): string {
	const secret = randomBytes(24).toString('hex');
	planted.push(secret);
	return `API_TOKEN=${secret} ./deploy`;
}

const time = '2026-05-01T10:00:00Z';
const nano = '1777629600000000000';
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

/** One log of each format, with a fresh secret in it. */
const specimens: Readonly<Record<string, () => unknown>> = {
	'claude-code': () => ({
		type: 'user',
		sessionId: 's',
		uuid: 'u',
		cwd: '/',
		version: '2',
		timestamp: time,
		message: { role: 'user', content: plant() },
	}),
	cursor: () => ({ role: 'user', message: { content: [{ type: 'text', text: plant() }] } }),
	codex: () => ({
		timestamp: time,
		type: 'response_item',
		payload: {
			type: 'function_call',
			name: 'shell',
			arguments: JSON.stringify({ command: ['bash', '-lc', plant()] }),
			call_id: 'c',
		},
	}),
	'gemini-cli': () => ({
		sessionId: 's',
		projectHash: 'p',
		startTime: time,
		messages: [{ id: 'm', timestamp: time, type: 'user', content: plant() }],
	}),
	agentdojo: () => ({
		suite_name: 'banking',
		pipeline_name: 'p',
		user_task_id: 'u',
		injection_task_id: null,
		messages: [{ role: 'user', content: plant() }],
		utility: true,
		security: true,
	}),
	openhands: () => ({
		id: 1,
		timestamp: time,
		source: 'agent',
		action: 'run',
		args: { command: plant() },
	}),
	atif: () => ({
		schema_version: 'ATIF-v1.6',
		session_id: 's',
		agent: { name: 'a', version: '1' },
		steps: [{ step_id: 1, source: 'user', message: plant() }],
	}),
	'mcp-jsonrpc': () => ({
		jsonrpc: '2.0',
		id: 1,
		method: 'tools/call',
		params: { name: 'sh', arguments: { command: plant() } },
	}),
	otlp: () => ({
		resourceSpans: [
			{
				scopeSpans: [
					{
						spans: [
							{
								traceId: '5b8efff798038103d269b633813fc60c',
								spanId: 'eee19b7ec3c1b174',
								name: plant(),
								startTimeUnixNano: nano,
							},
						],
					},
				],
			},
		],
	}),
	langfuse: () => ({
		trace: { id: 't', timestamp: time, name: 'n' },
		observations: [
			{ id: 'o', traceId: 't', type: 'SPAN', name: 'n', startTime: time, input: plant() },
		],
	}),
	'inspect-ai': () => ({
		id: 1,
		epoch: 1,
		input: 'x',
		messages: [{ role: 'user', content: plant() }],
	}),
	'copilot-cli': () => ({
		type: 'user.message',
		id: 'e',
		timestamp: time,
		data: { content: plant() },
	}),
	opencode: () => ({ id: 'p', sessionID: 's', messageID: 'm', type: 'text', text: plant() }),
	'chat-messages': () => ({ role: 'user', content: plant() }),
	'railway-audit': () => ({
		id: 'r',
		eventType: 'variable.upserted',
		createdAt: time,
		workspaceId: 'w',
		projectId: 'p',
		environmentId: 'e',
		payload: { value: plant() },
		context: {},
	}),
	cloudtrail: () => ({
		eventVersion: '1.08',
		eventID: 'e',
		eventTime: time,
		eventSource: 'ssm.amazonaws.com',
		eventName: 'SendCommand',
		userIdentity: { type: 'IAMUser' },
		requestParameters: { commands: [plant()] },
	}),
	'github-audit': () => ({
		'@timestamp': 1_777_629_600_000,
		action: 'repo.create',
		actor: 'a',
		org: 'o',
		note: plant(),
	}),
	'kubernetes-audit': () => ({
		kind: 'Event',
		apiVersion: 'audit.k8s.io/v1',
		auditID: 'a',
		stage: 'ResponseComplete',
		verb: 'create',
		user: { username: 'u' },
		objectRef: { resource: 'pods', name: 'p' },
		requestObject: { args: [plant()] },
		stageTimestamp: time,
	}),
	'gcp-audit': () => ({
		insertId: 'i',
		logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
		timestamp: time,
		protoPayload: {
			'@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
			serviceName: 's',
			methodName: 'm',
			request: { script: plant() },
		},
	}),
	'azure-activity': () => ({
		time,
		operationName: 'MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMAND/ACTION',
		resultType: 'Success',
		resourceId: '/SUBSCRIPTIONS/S',
		properties: { script: plant() },
	}),
	okta: () => ({
		uuid: 'u',
		published: time,
		eventType: 'user.session.start',
		actor: { id: 'a' },
		outcome: { result: 'SUCCESS' },
		debugContext: { debugData: { note: plant() } },
	}),
	'vault-audit': () => ({
		time,
		type: 'request',
		auth: { accessor: 'a' },
		request: { id: 'r', operation: 'update', path: 'kv/x', data: { note: plant() } },
	}),
	ocsf: () => ({
		class_uid: 6003,
		category_uid: 6,
		time: 1_777_629_600_000,
		metadata: { version: '1.3.0' },
		api: { operation: 'o', request: { data: JSON.stringify({ script: plant() }) } },
	}),
	postgres: () => ({
		timestamp: '2026-05-01 10:00:00.000 UTC',
		user: 'u',
		dbname: 'd',
		pid: 1,
		session_id: 's',
		line_num: 1,
		error_severity: 'LOG',
		message: `statement: select '${plant()}'`,
	}),
	'generic-ndjson': () => ({ time, message: plant() }),
};

const post = async (path: string, body: BodyInit, headers: Record<string, string> = {}) => {
	const response = await fetch(`${front.url}${path}`, {
		method: 'POST',
		body,
		headers: { authorization: `Bearer ${key}`, ...headers },
	});
	const answer = await response.text();
	said.push(answer);
	return { status: response.status, answer };
};

/** What `read` gives; null where its file or folder is gone. */
function ifThere<T>(read: () => T): T | null {
	try {
		return read();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

const filesUnder = (folder: string): string[] =>
	(ifThere(() => readdirSync(folder)) ?? []).flatMap((name) => {
		const path = join(folder, name);
		const stat = ifThere(() => statSync(path));
		return stat?.isDirectory() ? filesUnder(path) : stat?.isFile() ? [path] : [];
	});

const bytesOf = (file: string): Buffer | null => ifThere(() => readFileSync(file));

test('every format has a specimen', () => {
	const known = formatReaders.map(({ id }) => id).filter((id) => id !== 'cursor-database');
	expect(Object.keys(specimens).toSorted()).toEqual(known.toSorted());
});

test.each(Object.keys(specimens))(
	'%s: a log with a secret is taken in as that format',
	async (id) => {
		const line = `${JSON.stringify(specimens[id]?.())}\n`;
		const { status } = await post(`/api/v1/ingest?source=${id}&format=${id}`, line);
		expect(status).toBe(202);
	},
);

test('databases, tables, compressed, cut and unknown logs, hooks, OTLP and previews are taken in', async () => {
	const { Database } = await loadSqlite();
	const database = new Database();
	database.run('CREATE TABLE cursorDiskKV (key TEXT, value BLOB)');
	database.run('INSERT INTO cursorDiskKV VALUES (?, ?)', [
		'bubbleId:c:b',
		JSON.stringify({ type: 1, text: plant() }),
	]);
	await post('/api/v1/ingest?source=db', Buffer.from(database.export()));
	database.close();
	await post('/api/v1/ingest?source=csv', `time,user,note\n${time},u,"${plant()}"\n`);
	await post(
		'/api/v1/ingest?source=gz',
		gzipSync(`${JSON.stringify({ time, message: plant() })}\n`),
	);
	await post('/api/v1/ingest?source=cut', `{"time":"${time}","message":"${plant()}`);
	await post('/api/v1/ingest?source=words', `${plant()}\n`);
	const hook = {
		session_id: 's',
		hook_event_name: 'PreToolUse',
		tool_use_id: 't',
		tool_name: 'Bash',
		tool_input: { command: plant() },
	};
	expect((await post('/api/v1/hooks/claude-code', JSON.stringify(hook))).status).toBe(200);
	await post('/api/v1/hooks/claude-code', `{"broken": "${plant()}`);
	const record = {
		timeUnixNano: nano,
		body: { stringValue: plant() },
		attributes: [text('a', plant())],
	};
	const json = { 'content-type': 'application/json' };
	await post(
		'/v1/logs',
		JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }),
		json,
	);
	await post('/v1/traces', `{"resourceSpans": "${plant()}"}`, json);
	await post(
		'/api/v1/mappings/preview',
		JSON.stringify({ sample: JSON.stringify({ when: time, note: plant() }) }),
		json,
	);
	expect(planted.length).toBeGreaterThan(30);
});

test('no byte of a secret is in the data folder, also while segments wait, or in answers and logs', async () => {
	// The event store joins its parts while this looks: what is gone meanwhile is looked for again, in the file that took its place.
	const look = () => {
		const seen = new Set<string>();
		for (let gone = true; gone; ) {
			gone = false;
			for (const file of filesUnder(installed.at.settings.dataFolder)) {
				if (seen.has(file)) continue;
				const bytes = bytesOf(file);
				gone ||= bytes === null;
				if (bytes === null) continue;
				seen.add(file);
				for (const secret of planted) expect(bytes.includes(secret), file).toBe(false);
			}
		}
	};
	look();
	await installed.at.spool.settled();
	look();
	for (const words of said)
		for (const secret of planted) expect(words.includes(secret)).toBe(false);
});
