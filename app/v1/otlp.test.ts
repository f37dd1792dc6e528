import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufTraces } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Permission } from '@/core/access/permissions.ts';
import { createApiKey } from '@/server/auth/api-keys.ts';
import { drainSegment } from '@/server/ingest/drain.ts';
import { otlpType } from '@/server/otlp/descriptor.ts';
import { httpFront } from '@/server/testing/http-front.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { POST as logs } from './logs/route.ts';
import { POST as metrics } from './metrics/route.ts';
import { POST as traces } from './traces/route.ts';

let installed: TestInstallation;
let front: Awaited<ReturnType<typeof httpFront>>;
let key: string;

async function keyWith(scopes: Permission[]): Promise<string> {
	const wanted = { name: 'exporter', role: 'analyst' as const, scopes, lifetimeDays: 1 };
	const made = await createApiKey(actorIn(installed.workspace), wanted, new Date());
	if (!made.ok) throw new Error(made.error.message);
	return made.value.key;
}

beforeAll(async () => {
	installed = await testInstallation();
	await installed.at.spool.start(drainSegment);
	front = await httpFront({ '/v1/traces': traces, '/v1/logs': logs, '/v1/metrics': metrics });
	key = await keyWith(['events.ingest']);
});
afterAll(async () => {
	await front.close();
	await installed.close();
});

async function eventsOf(run: string) {
	await installed.at.spool.settled();
	const found = await installed.at.events.ofRuns(actorIn(installed.workspace), [run], 1_000);
	if (!found.ok) throw new Error(found.error.message);
	return found.value.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0));
}

const resource = resourceFromAttributes({ 'service.name': 'shop-agent' });

test.each([
	['protobuf', ProtobufTraces],
	['JSON', JsonTraces],
])('spans of the OpenTelemetry SDK as %s arrive as the calls of a run', async (name, Exporter) => {
	const run = `conversation-${name}`;
	const secret = `ghp_${randomBytes(30).toString('base64url').replace(/[_-]/g, 'a').slice(0, 36)}`;
	const exporter = new Exporter({
		url: `${front.url}/v1/traces`,
		headers: { authorization: `Bearer ${key}` },
		compression: 'gzip' as never,
	});
	const provider = new BasicTracerProvider({
		resource,
		spanProcessors: [new SimpleSpanProcessor(exporter)],
	});
	const tracer = provider.getTracer('shop');
	tracer
		.startSpan('execute_tool shell', {
			attributes: {
				'gen_ai.operation.name': 'execute_tool',
				'gen_ai.conversation.id': run,
				'gen_ai.tool.name': 'shell',
				'gen_ai.tool.call.id': `call-${name}`,
				'gen_ai.tool.call.arguments': JSON.stringify({ command: `git push ${secret}` }),
				'gen_ai.tool.call.result': 'done',
				'app.retries': 3,
				'app.tags': ['a', 'b'],
			},
		})
		.end();
	await provider.forceFlush();
	await provider.shutdown();
	const events = await eventsOf(run);
	expect(events.map(({ kind }) => kind)).toEqual(['tool-call', 'tool-result']);
	expect(events[0]?.call).toMatchObject({ id: `call-${name}`, tool: 'shell' });
	expect(events[0]?.origin).toMatchObject({ format: 'otlp', source: 'otlp:shop-agent' });
	expect(events[0]?.run?.product).toBe('shop-agent');
	expect(JSON.stringify(events)).not.toContain(secret);
	expect(events[0]?.text).toMatch(/‹github-classic-token:/);
});

test.each([
	['protobuf', ProtobufLogs],
	['JSON', JsonLogs],
])('Claude Code’s events as %s arrive with their decision and result', async (name, Exporter) => {
	const run = `session-${name}`;
	const exporter = new Exporter({
		url: `${front.url}/v1/logs`,
		headers: { authorization: `Bearer ${key}` },
	});
	const provider = new LoggerProvider({
		resource: resourceFromAttributes({ 'service.name': 'claude-code' }),
		processors: [new SimpleLogRecordProcessor({ exporter } as never)],
	});
	const logger = provider.getLogger('com.anthropic.claude_code.events');
	const emit = (event: string, attributes: Record<string, string>) =>
		logger.emit({
			severityNumber: 9,
			body: `claude_code.${event}`,
			attributes: { 'event.name': event, 'session.id': run, ...attributes },
		});
	emit('user_prompt', { prompt: 'tidy up' });
	emit('tool_decision', {
		tool_name: 'Bash',
		tool_use_id: 't1',
		decision: 'accept',
		source: 'user_temporary',
	});
	emit('tool_result', {
		tool_name: 'Bash',
		tool_use_id: 't1',
		success: 'false',
		tool_parameters: '{"full_command":"rm -rf build"}',
		error: 'no such file',
		duration_ms: '12',
	});
	await provider.forceFlush();
	await provider.shutdown();
	const kinds = (await eventsOf(run)).map(({ kind }) => kind).toSorted();
	expect(kinds).toEqual(['approval', 'prompt', 'tool-call', 'tool-result']);
});

const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
	fetch(`${front.url}${path}`, {
		method: 'POST',
		body,
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
	});

const span = (traceId: string, spanId: string) => ({
	traceId,
	spanId,
	name: 'chat',
	startTimeUnixNano: '1781293601000000000',
});
const spansOf = (...spans: object[]) =>
	JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });

test('spans without valid ids are rejected by number, and the rest is kept', async () => {
	const good = span('5b8efff798038103d269b633813fc60c', 'eee19b7ec3c1b174');
	const response = await post(
		'/v1/traces',
		gzipSync(spansOf(good, span('00000000000000000000000000000000', 'eee19b7ec3c1b174'))),
		{ 'content-encoding': 'gzip' },
	);
	expect(response.status).toBe(200);
	expect(response.headers.get('content-type')).toBe('application/json');
	expect(await response.json()).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
	expect(await eventsOf('5b8efff798038103d269b633813fc60c')).toHaveLength(1);
});

test('an export that is sent twice adds nothing', async () => {
	const record = {
		timeUnixNano: '1781293601000000000',
		body: { stringValue: 'claude_code.user_prompt' },
		attributes: [
			{ key: 'session.id', value: { stringValue: 'twice' } },
			{ key: 'prompt', value: { stringValue: 'go' } },
		],
	};
	const other = { ...record, timeUnixNano: '1781293602000000000' };
	const body = (...logRecords: object[]) =>
		JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
	await post('/v1/logs', body(record));
	await installed.at.spool.settled();
	await post('/v1/logs', body(other, record));
	expect(await eventsOf('twice')).toHaveLength(2);
});

test('errors come as google.rpc.Status in the encoding of the request', async () => {
	const broken = await post('/v1/traces', '{');
	expect(broken.status).toBe(400);
	expect(await broken.json()).toMatchObject({ code: 3, message: expect.stringMatching(/export/) });
	const cut = await post('/v1/traces', Buffer.from([0x0a, 0xff]), {
		'content-type': 'application/x-protobuf',
	});
	expect(cut.status).toBe(400);
	expect(cut.headers.get('content-type')).toBe('application/x-protobuf');
	const status = otlpType('RpcStatus').decode(new Uint8Array(await cut.arrayBuffer()));
	expect(status).toMatchObject({ code: 3 });
	expect((await post('/v1/traces', 'x', { 'content-type': 'text/plain' })).status).toBe(415);
	expect((await post('/v1/traces', '{}', { authorization: '' })).status).toBe(401);
	const reader = await keyWith(['events.read']);
	const refused = await post('/v1/logs', '{}', { authorization: `Bearer ${reader}` });
	expect(refused.status).toBe(403);
});

test('a body that nests without end is refused and nothing falls over', async () => {
	const type = otlpType('AnyValue');
	let value = type.encode(type.fromObject({ stringValue: 'x' })).finish();
	for (let depth = 0; depth < 5_000; depth++) {
		const inner = Buffer.concat([varintField(1, value.length), value]);
		value = Buffer.concat([varintField(5, inner.length), inner]);
	}
	const attribute = Buffer.concat([varintField(2, value.length), value]);
	const wrap = (field: number, bytes: Uint8Array) =>
		Buffer.concat([varintField(field, bytes.length), bytes]);
	const body = wrap(1, wrap(2, wrap(2, wrap(9, attribute))));
	const response = await post('/v1/traces', body, { 'content-type': 'application/x-protobuf' });
	expect(response.status).toBe(400);
	expect((await post('/v1/traces', spansOf())).status).toBe(200);
});

function varintField(field: number, length: number): Buffer {
	const bytes = [(field << 3) | 2];
	let rest = length;
	while (rest > 127) {
		bytes.push((rest & 127) | 128);
		rest >>= 7;
	}
	return Buffer.from([...bytes, rest]);
}

test('metrics are answered, so that an exporter that sends them too does not complain', async () => {
	const response = await post('/v1/metrics', '{}');
	expect(response.status).toBe(200);
	expect(await response.json()).toMatchObject({
		partialSuccess: { rejectedDataPoints: '0', errorMessage: expect.any(String) },
	});
});

test('what waits to be read lies on disk in no clear form', async () => {
	const secret = randomBytes(24).toString('hex');
	const folder = join(installed.at.settings.dataFolder, 'spool');
	const record = { body: { stringValue: secret }, timeUnixNano: '1781293601000000000' };
	await post(
		'/v1/logs',
		JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }),
	);
	const files = readdirSync(folder);
	expect(files.length).toBeGreaterThan(0);
	for (const file of files) expect(readFileSync(join(folder, file)).includes(secret)).toBe(false);
	await installed.at.spool.settled();
});
