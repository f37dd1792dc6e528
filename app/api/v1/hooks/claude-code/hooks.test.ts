import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '@/server/auth/api-keys.ts';
import { drainSegment } from '@/server/ingest/drain.ts';
import { httpFront } from '@/server/testing/http-front.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { POST } from './route.ts';

const path = '/api/v1/hooks/claude-code';
let installed: TestInstallation;
let front: Awaited<ReturnType<typeof httpFront>>;
let key: string;
beforeAll(async () => {
	installed = await testInstallation();
	await installed.at.spool.start(drainSegment);
	front = await httpFront({ [path]: POST });
	const made = await createApiKey(
		actorIn(installed.workspace),
		{ name: 'hooks', role: 'analyst', scopes: ['events.ingest'], lifetimeDays: 1 },
		new Date(),
	);
	if (!made.ok) throw new Error(made.error.message);
	key = made.value.key;
});
afterAll(async () => {
	await front.close();
	await installed.close();
});

const send = (payload: unknown, headers: Record<string, string> = {}) =>
	fetch(`${front.url}${path}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, ...headers },
		body: typeof payload === 'string' ? payload : JSON.stringify(payload),
	});

const base = { session_id: 'hook-run', cwd: '/srv', permission_mode: 'default' };

test('a call and its result are paired, with the time of arrival and no secret', async () => {
	const secret = randomBytes(24).toString('hex');
	const call = { tool_name: 'Bash', tool_use_id: 'toolu_1' };
	const payloads = [
		{ ...base, hook_event_name: 'UserPromptSubmit', prompt: 'clean up' },
		{
			...base,
			...call,
			hook_event_name: 'PreToolUse',
			tool_input: { command: `API_TOKEN=${secret} ./deploy` },
		},
		{
			...base,
			...call,
			hook_event_name: 'PostToolUse',
			tool_response: { stdout: 'ok' },
			duration_ms: 7,
		},
	];
	for (const payload of payloads) expect((await send(payload)).status).toBe(200);
	await installed.at.spool.settled();
	const found = await installed.at.events.ofRuns(actorIn(installed.workspace), ['hook-run'], 100);
	if (!found.ok) throw new Error(found.error.message);
	const events = found.value.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0));
	expect(events.map(({ kind }) => kind)).toEqual(['prompt', 'tool-call', 'tool-result']);
	expect(events[1]?.call?.id).toBe('toolu_1');
	expect(events[2]?.result).toMatchObject({ callId: 'toolu_1', status: 'ok', durationMs: 7 });
	expect(events.every(({ time }) => time !== null)).toBe(true);
	expect(JSON.stringify(events)).not.toContain(secret);
});

test('the agent waits less than 50 ms, also while payloads come by the hundred', async () => {
	await send({ ...base, hook_event_name: 'Stop' });
	const took: number[] = [];
	for (let i = 0; i < 100; i++) {
		const started = performance.now();
		const response = await send({
			...base,
			hook_event_name: 'PreToolUse',
			tool_name: 'Bash',
			tool_use_id: `toolu_p${i}`,
			tool_input: { command: `echo ${i}` },
		});
		expect(response.status).toBe(200);
		took.push(performance.now() - started);
	}
	took.sort((a, b) => a - b);
	expect(took[94]).toBeLessThan(50);
	await installed.at.spool.settled();
});

test('what is no hook payload is refused as a problem', async () => {
	const broken = await send('{');
	expect(broken.status).toBe(400);
	expect(broken.headers.get('content-type')).toBe('application/problem+json');
	expect((await send({ hello: 1 })).status).toBe(400);
	expect((await send(base, { authorization: 'Bearer at_x' })).status).toBe(401);
});
