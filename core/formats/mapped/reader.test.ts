import { expect, test } from 'vitest';
import type { RedactedJson } from '@/core/event/text.ts';
import type { Sample } from '../format.ts';
import { fieldsOf, guessMapping, type Mapping, mappingSchema } from './mapping.ts';
import { mappedReader, mappingFor } from './reader.ts';

const json = (value: unknown) => value as RedactedJson;

const record = {
	when: '2026-05-01 10:00:00',
	who: { login: 'ci-bot' },
	did: 'bucket.purge',
	ok: 'nope',
	thing: 'backups',
	'x.y': 'dotted',
};

const mapping = mappingSchema.parse({
	name: 'Storage of our own',
	keys: ['when', 'did', 'who.login'],
	event: 'provider-record',
	fields: {
		time: 'when',
		actor: 'who.login',
		operation: 'did',
		outcome: 'ok',
		resource: 'thing',
		resourceKind: '=bucket',
		provider: '=our-storage',
		request: 'x.y',
	},
	outcomes: { denied: ['NOPE'] },
});

const state = (of: Mapping) =>
	mappedReader(of).newState({
		header: null,
		fileName: null,
		digest: 'd'.repeat(64),
		spawns: new Map(),
		facts: new Map(),
		folders: [],
	});

const read = (of: Mapping, value: unknown) => {
	const reading = mappedReader(of).read(json(value), state(of), { index: 0 });
	return reading.kind === 'events' ? reading.events : [];
};

test('fields of one’s own become an act, with constants and words of one’s own', () => {
	const [event] = read(mapping, record);
	expect(event).toMatchObject({
		kind: 'provider-record',
		time: Date.UTC(2026, 4, 1, 10) * 1000,
		actor: { name: 'ci-bot' },
		record: {
			provider: 'our-storage',
			operation: 'bucket.purge',
			outcome: 'denied',
			requestId: 'dotted',
			resources: [{ kind: 'bucket', id: 'backups', name: null }],
		},
	});
});

test('a record that holds a call and its outcome is a call and its result', () => {
	const calls = mappingSchema.parse({
		name: 'Agent of our own',
		keys: ['tool'],
		event: 'tool-call',
		fields: { tool: 'tool', input: 'args', output: 'out', outcome: 'success', run: 'session' },
	});
	const [call, result] = read(calls, {
		tool: 'sh',
		args: '{"command":"ls"}',
		out: 'denied by policy',
		success: false,
		session: 's1',
	});
	expect(call).toMatchObject({ kind: 'tool-call', run: { id: 's1' }, call: { tool: 'sh' } });
	expect(call?.call?.input).toEqual({ command: 'ls' });
	expect(result?.result).toMatchObject({ callId: call?.call?.id, status: 'error' });
});

test('a log is known by the mapping’s keys, and the mapping that asks for most wins', () => {
	const sample = (...records: unknown[]): Sample => ({
		records: records.map(json),
		container: 'lines',
		header: null,
		fileName: null,
	});
	const looser = { ...mapping, name: 'looser', keys: ['did'] };
	expect(mappingFor(sample(record, record), [looser, mapping])?.name).toBe('Storage of our own');
	expect(mappingFor(sample({ did: 1 }), [looser, mapping])?.name).toBe('looser');
	expect(mappingFor(sample({ other: 1 }), [looser, mapping])).toBeNull();
});

test('a guess takes fields by their names and is a valid mapping', () => {
	const guess = guessMapping(
		[json({ timestamp: 't', user: { name: 'a' }, action: 'x', env: 'prod', ip: '192.0.2.1' })],
		'mine',
	);
	expect(guess).toMatchObject({
		event: 'provider-record',
		fields: { time: 'timestamp', actor: 'user.name', operation: 'action', environment: 'env' },
	});
	expect(mappingSchema.parse(guess)).toEqual(guess);
	expect(fieldsOf([json({ a: { b: 1 } }), json({ a: { b: 2 } })])).toEqual([
		{ path: 'a.b', count: 2, example: 1 },
	]);
});

test('nothing inherited is ever a field', () => {
	const wrong = mappingSchema.parse({
		name: 'n',
		keys: ['constructor'],
		event: 'record',
		fields: { message: '__proto__.toString' },
	});
	expect(
		mappingFor({ records: [json({})], container: 'lines', header: null, fileName: null }, [wrong]),
	).toBeNull();
	expect(read(wrong, { a: 1 })[0]?.text).toBe('{"a":1}');
});
