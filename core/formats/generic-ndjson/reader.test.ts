import { expect, test } from 'vitest';
import { rehearse } from '../reader-harness.ts';

test('guesses time, message and level', () => {
	const { format, drafts } = rehearse([{ ts: 1_767_225_600, level: 'warn', msg: 'disk is full' }]);
	expect(format).toBe('generic-ndjson');
	expect(drafts[0]).toMatchObject({
		kind: 'record',
		text: 'warn: disk is full',
		time: 1_767_225_600_000_000,
	});
});

test('a line with an operation and an actor is a provider record', () => {
	const { drafts } = rehearse([
		{
			time: '2026-01-01T00:00:00Z',
			user: { email: 'a@b.example' },
			action: 'bucket.delete',
			status: 'denied',
			bucketName: 'logs',
			service: 'storage',
		},
	]);
	expect(drafts[0]).toMatchObject({ kind: 'provider-record', actor: { name: 'a@b.example' } });
	expect(drafts[0]?.record).toMatchObject({
		provider: 'storage',
		operation: 'bucket.delete',
		outcome: 'denied',
		resources: [{ kind: 'bucket', id: 'logs', name: 'logs' }],
	});
});

test('a lone JSON document without time or words is no log', () => {
	expect(rehearse({ name: 'settings', colour: 'red' }).format).toBeNull();
});

test('a lone document that is dated is a record, whatever its time is called', () => {
	for (const key of ['query_timestamp', 'CreatedAt', '_write_ts', 'Received', 'start']) {
		const { format, drafts } = rehearse({ [key]: '2026-01-01T00:00:00Z', query: 'x.example' });
		expect([key, format]).toEqual([key, 'generic-ndjson']);
		expect(drafts[0]?.time).toBe(1_767_225_600_000_000);
	}
});

test('a key that merely ends in the same letters is no time', () => {
	expect(rehearse({ runtime: 1_767_225_600, format: '2026-01-01' }).format).toBeNull();
});

test('a Windows event is kept as a record, with its time', () => {
	const { format, drafts } = rehearse({
		Event: {
			System: {
				EventID: 11,
				TimeCreated: { '#attributes': { SystemTime: '2026-01-01T00:00:00.000000Z' } },
			},
			EventData: { Image: 'C:\\a.exe' },
		},
	});
	expect(format).toBe('generic-ndjson');
	expect(drafts[0]).toMatchObject({ kind: 'record', time: 1_767_225_600_000_000 });
});
