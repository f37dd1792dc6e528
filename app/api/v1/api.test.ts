import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { NextRequest } from 'next/server';
import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Permission, Role } from '@/core/access/permissions.ts';
import incidentSchema from '@/public/incident.schema.json' with { type: 'json' };
import { generatePocketos } from '@/samples/pocketos/generate.ts';
import { createApiKey } from '@/server/auth/api-keys.ts';
import type { RouteHandler } from '@/server/http/endpoint.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { GET as nothing } from '../[...rest]/route.ts';
import { GET as getEvent } from './events/[id]/route.ts';
import { GET as searchEvents } from './events/route.ts';
import { GET as getImport } from './imports/[id]/route.ts';
import { GET as getIncident, PATCH as patchIncident } from './incidents/[id]/route.ts';
import { GET as getTimeline } from './incidents/[id]/timeline/route.ts';
import { GET as listIncidents } from './incidents/route.ts';
import { POST as ingest } from './ingest/route.ts';

let installed: TestInstallation;
let analyst: string;
let stranger: string;
const bytesMax = 200_000;
beforeAll(async () => {
	installed = await testInstallation({ AFTERTRACE_INGEST_BYTES_MAX: String(bytesMax) });
	analyst = await keyFor(installed.workspace, 'analyst');
	stranger = await keyFor(installed.other, 'admin');
});
afterAll(() => installed.close());

const everything: Permission[] = [
	'events.read',
	'events.ingest',
	'incidents.read',
	'incidents.write',
	'sources.read',
];

async function keyFor(workspace: string, role: Role, scopes = everything): Promise<string> {
	const wanted = { name: role, role, scopes, lifetimeDays: 1 };
	const made = await createApiKey(actorIn(workspace), wanted, new Date());
	if (!made.ok) throw new Error(made.error.message);
	return made.value.key;
}

interface Sent {
	readonly key?: string | undefined;
	readonly headers?: Record<string, string>;
	readonly method?: string;
	readonly body?: BodyInit;
	readonly params?: Record<string, string>;
}

async function call(handler: RouteHandler, path: string, sent: Sent = {}) {
	const { key, headers = {}, method = 'GET', body, params = {} } = sent;
	const request = new NextRequest(`http://127.0.0.1:3000${path}`, {
		method,
		headers: { host: '127.0.0.1:3000', ...bearer(key), ...headers },
		...(body === undefined ? {} : { body, duplex: 'half' }),
	});
	const response = await handler(request, { params: Promise.resolve(params) });
	const text = await response.text();
	const type = response.headers.get('content-type') ?? '';
	return {
		status: response.status,
		headers: response.headers,
		type,
		body: type.endsWith('json') && !type.includes('ndjson') ? JSON.parse(text) : text,
	};
}

const bearer = (key?: string): Record<string, string> =>
	key === undefined ? {} : { authorization: `Bearer ${key}` };
const send = (body: BodyInit, sent: Sent = {}, query = '') =>
	call(ingest, `/api/v1/ingest${query}`, { key: analyst, method: 'POST', body, ...sent });
const line = (i: number) =>
	`${JSON.stringify({ time: new Date(Date.UTC(2026, 3, 1) + i * 1000).toISOString(), message: `line ${i}` })}\n`;
const lines = (count: number, from = 0) =>
	Array.from({ length: count }, (_, i) => line(from + i)).join('');

async function finished(id: string) {
	for (;;) {
		const found = await call(getImport, `/api/v1/imports/${id}`, { key: analyst, params: { id } });
		if (['done', 'failed'].includes(found.body.state)) return found.body;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

describe('POST /api/v1/ingest', () => {
	test('answers 202 with the import when the events are durable; sent twice it adds nothing', async () => {
		const first = await send(lines(50));
		expect(first).toMatchObject({
			status: 202,
			body: { events: 50, duplicates: 0, repeated: false },
		});
		expect(first.headers.get('location')).toBe(`/api/v1/imports/${first.body.import}`);
		const second = await send(gzipSync(lines(50)), { headers: { 'content-encoding': 'gzip' } });
		expect(second).toMatchObject({ status: 202, body: { events: 0, duplicates: 50 } });
		expect(await finished(second.body.import)).toMatchObject({ state: 'done', duplicates: 50 });
	});

	test('honours an idempotency key', async () => {
		const sent = { headers: { 'idempotency-key': randomUUID() } };
		const first = await send(lines(3, 100), sent);
		const again = await send(lines(3, 200), sent);
		expect(again.body).toMatchObject({ import: first.body.import, repeated: true, events: 0 });
	});

	test('names the lines that it could not read', async () => {
		const sent = await send(`${lines(3, 300)}{"cut": \n${lines(1, 303)}`);
		expect(sent.body).toMatchObject({ events: 4, quarantined: 1 });
		const done = await finished(sent.body.import);
		expect(done.quarantine).toMatchObject([{ line: 4, reason: expect.any(String) }]);
	});

	test('stops reading a body that is over the limit, whether it says so or not', async () => {
		const declared = { headers: { 'content-length': String(bytesMax + 1) } };
		expect((await send('x', declared)).status).toBe(413);
		let pulled = 0;
		const endless = new ReadableStream<Uint8Array>({
			pull: (controller) => controller.enqueue(Buffer.from(lines(100, 1_000 + 100 * pulled++))),
		});
		expect((await send(endless)).status).toBe(413);
		expect(pulled).toBeLessThan(100);
	});

	test('tells a caller to come back when too much is under way', async () => {
		const held: ReadableStreamDefaultController<Uint8Array>[] = [];
		const slow = () =>
			new ReadableStream<Uint8Array>(
				{ pull: (controller) => void held.push(controller) },
				{ highWaterMark: 0 },
			);
		const running = [1, 2, 3, 4].map(() => send(slow()));
		await expect.poll(() => held.length, { timeout: 10_000 }).toBe(4);
		const fifth = await send(lines(1));
		expect(fifth.status).toBe(429);
		expect(fifth.headers.get('retry-after')).toBe('2');
		for (const controller of held) {
			controller.enqueue(Buffer.from(lines(2)));
			controller.close();
		}
		expect((await Promise.all(running)).map((response) => response.status)).toEqual(
			Array(4).fill(202),
		);
		expect((await send(lines(1))).status).toBe(202);
	});

	test('refuses an encoding, a format or a source name that it does not know', async () => {
		expect((await send('x', { headers: { 'content-encoding': 'br' } })).status).toBe(415);
		expect((await send('x', {}, '?format=nope')).status).toBe(400);
		expect((await send('x', {}, '?source=%3Cscript%3E')).status).toBe(400);
	});
});

describe('who may call', () => {
	test('nobody without a key or session, and a key only within its scopes and workspace', async () => {
		expect((await call(searchEvents, '/api/v1/events')).status).toBe(401);
		expect((await call(searchEvents, '/api/v1/events', { key: 'at_forged' })).status).toBe(401);
		const reader = await keyFor(installed.workspace, 'analyst', ['events.read']);
		expect((await send(lines(1), { key: reader })).status).toBe(403);
		const found = await call(searchEvents, '/api/v1/events?limit=5', { key: stranger });
		expect(found.body.events).toEqual([]);
		const mine = await call(searchEvents, '/api/v1/events?limit=1', { key: analyst });
		const [{ id }] = mine.body.events;
		const asked = { params: { id } };
		expect((await call(getEvent, `/api/v1/events/${id}`, { key: stranger, ...asked })).status).toBe(
			404,
		);
		expect((await call(getEvent, `/api/v1/events/${id}`, { key: analyst, ...asked })).status).toBe(
			200,
		);
	});

	test('a session cookie changes something only from a page of this console', async () => {
		const { records, keys } = installed.at;
		const user = await records.database.user.create({
			data: {
				id: randomUUID(),
				email: 'ada@example.com',
				name: 'Ada',
				passwordHash: '',
				memberships: { create: { workspaceId: installed.workspace, role: 'analyst' } },
			},
		});
		const token = await encode({ token: { sub: user.id }, secret: keys.session });
		const cookie = `next-auth.session-token=${token}`;
		const change = (headers: Record<string, string>) =>
			call(patchIncident, '/api/v1/incidents/INC-9', {
				method: 'PATCH',
				headers: { cookie, 'content-type': 'application/json', ...headers },
				body: '{"assignee":"Ada"}',
				params: { id: 'INC-9' },
			});
		expect((await change({})).status).toBe(403);
		expect((await change({ origin: 'http://evil.example' })).status).toBe(403);
		expect((await change({ origin: 'http://127.0.0.1:3000' })).status).toBe(404);
		expect((await call(listIncidents, '/api/v1/incidents', { headers: { cookie } })).status).toBe(
			200,
		);
		await records.database.user.update({
			where: { id: user.id },
			data: { disabledAt: new Date() },
		});
		expect((await call(listIncidents, '/api/v1/incidents', { headers: { cookie } })).status).toBe(
			401,
		);
	});
});

describe('an incident', () => {
	test('of the sample comes out as its contract says, and only to its workspace', async () => {
		const { files } = generatePocketos(7);
		for (const [name, text] of Object.entries(files)) {
			const sent = await send(text, {}, `?source=${name}`);
			expect(sent.status, name).toBe(202);
			await finished(sent.body.import);
		}
		const list = await call(listIncidents, '/api/v1/incidents', { key: analyst });
		expect(list.body.incidents).toMatchObject([{ number: 'INC-0001', severity: 'critical' }]);
		const asked = { key: analyst, params: { id: 'INC-0001' } };
		const { body } = await call(getIncident, '/api/v1/incidents/INC-0001', asked);
		const ajv = new Ajv({ strict: false });
		addFormats(ajv);
		const validate = ajv.compile(incidentSchema);
		expect(validate(body.document), JSON.stringify(validate.errors)).toBe(true);
		expect(body.document.impact.durationMs).toBeLessThan(10_000);
		const timeline = await call(getTimeline, '/api/v1/incidents/INC-0001/timeline', asked);
		expect(timeline.body.timeline.length).toBeGreaterThan(20);
		const elsewhere = { ...asked, key: stranger };
		expect((await call(getIncident, '/api/v1/incidents/INC-0001', elsewhere)).status).toBe(404);
		expect((await call(getTimeline, '/api/v1/incidents/INC-0001', elsewhere)).status).toBe(404);
	});

	test('takes a change that is valid, and no other', async () => {
		const patch = (body: string, type = 'application/json') =>
			call(patchIncident, '/api/v1/incidents/INC-0001', {
				key: analyst,
				method: 'PATCH',
				headers: { 'content-type': type },
				body,
				params: { id: 'INC-0001' },
			});
		expect(await patch('{"status":"contained","assignee":"Ada"}')).toMatchObject({
			status: 200,
			body: { status: 'contained', assignee: 'Ada' },
		});
		expect((await patch('{"status":"nonsense"}')).status).toBe(400);
		expect((await patch('{"severity":"low"}')).status).toBe(400);
		expect((await patch('{')).status).toBe(400);
		expect((await patch('status=open', 'application/x-www-form-urlencoded')).status).toBe(415);
	});
});

describe('a list', () => {
	test('goes on by the link that it names, and streams as NDJSON', async () => {
		const first = await call(searchEvents, '/api/v1/events?limit=20&query=line', { key: analyst });
		const link = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
		const second = await call(searchEvents, link, { key: analyst });
		const ids = [...first.body.events, ...second.body.events].map((event) => event.id);
		expect(new Set(ids).size).toBe(40);
		const streamed = await call(searchEvents, '/api/v1/events?query=line&limit=1', {
			key: analyst,
			headers: { accept: 'application/x-ndjson' },
		});
		expect(streamed.body.trim().split('\n').length).toBeGreaterThan(50);
	});
});

test('every refusal is a problem document of one shape', async () => {
	const refusals = [
		await call(searchEvents, '/api/v1/events'),
		await call(searchEvents, '/api/v1/events?limit=0', { key: analyst }),
		await call(searchEvents, '/api/v1/events?query=nope:x', { key: analyst }),
		await call(searchEvents, '/api/v1/events?from=yesterday', { key: analyst }),
		await call(searchEvents, '/api/v1/events?cursor=x', { key: analyst }),
		await call(getEvent, '/api/v1/events/x', { key: analyst, params: { id: 'x' } }),
		await call(getImport, '/api/v1/imports/x', { key: analyst, params: { id: 'x' } }),
		await call(nothing, '/api/v1/nothing'),
		await send('x', { headers: { 'idempotency-key': 'a b' } }),
	];
	for (const { type, body, status } of refusals) {
		expect(type).toBe('application/problem+json');
		expect(Object.keys(body).sort()).toEqual(['detail', 'instance', 'status', 'title', 'type']);
		expect(body.status).toBe(status);
		expect(body.type).toMatch(/^urn:aftertrace:problem:[a-z-]+$/);
	}
	expect(refusals.map((refusal) => refusal.status)).toEqual([
		401, 400, 400, 400, 400, 404, 404, 404, 400,
	]);
});
