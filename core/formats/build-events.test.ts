import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Sighting } from '@/core/event/event.ts';
import { fingerprint } from '@/core/event/ids.ts';
import { ownText } from '@/core/event/text.ts';
import { EventBuilder } from './build-events.ts';
import type { EventDraft } from './format.ts';
import { agent } from './run-of.ts';

const print = fingerprint('0123456789abcdef0123');
const sighting = (field: string): Sighting => ({
	fingerprint: print,
	kind: 'api-key',
	field,
	label: null,
	tail4: '',
	tail8: '',
});
const draft = (kind: EventDraft['kind'], field: string | null, text = ''): EventDraft => ({
	kind,
	time: null,
	run: null,
	actor: agent('test'),
	text: ownText(text),
	key: null,
	field,
});
const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const built = (drafts: readonly EventDraft[], sightings: readonly Sighting[]) =>
	new EventBuilder(digest).build(drafts, {
		workspace: 'w',
		format: 'test',
		origin: { format: 'test', source: 's', path: null, line: 1, request: null },
		index: 0,
		raw: ownText('{}'),
		sightings,
	});
const holding = (drafts: readonly EventDraft[], field: string) =>
	built(drafts, [sighting(field)]).map((event) => event.sightings.length);

test('a sighting goes to the part whose field is nearest', () => {
	const parts = [draft('tool-call', 'calls[0].args'), draft('tool-result', 'calls[0]')];
	expect(holding(parts, 'calls[0].args.command')).toEqual([1, 0]);
	expect(holding(parts, 'calls[0].result')).toEqual([0, 1]);
});

test('of parts with the same field, it goes to those that tell of it', () => {
	const said = `KEY=‹api-key:${print}›`;
	const parts = [draft('tool-call', 'span', 'cat .env'), draft('tool-result', 'span', said)];
	expect(holding(parts, 'span.attributes[3].value')).toEqual([0, 1]);
	expect(holding([draft('message', 'span'), draft('record', 'span')], 'span.x')).toEqual([1, 1]);
});

test('what no part holds goes to the first, and an only part takes all', () => {
	expect(holding([draft('message', 'a'), draft('record', 'b')], 'elsewhere')).toEqual([1, 0]);
	expect(holding([draft('message', 'a')], 'elsewhere')).toEqual([1]);
});

test('ids are 26 characters of the first 130 bits of the digest', () => {
	const [event] = built([{ ...draft('message', null), key: 'k' }], []);
	const hex = digest(['event', 'w', 'test', 'k', 'message'].join('\u0000'));
	const bits = BigInt(`0x${hex}`) >> 126n;
	const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
	const expected = Array.from(
		{ length: 26 },
		(_, i) => alphabet[Number((bits >> BigInt(5 * (25 - i))) & 31n)],
	).join('');
	expect(event?.id).toBe(`ev_${expected}`);
});

test('a record of many parts takes time in proportion', () => {
	const count = 50_000;
	const places = Array.from({ length: count }, (_, i) => `messages[${i}]`);
	const parts = places.map((field) => ({ ...draft('message', field), raw: ownText(field) }));
	const started = performance.now();
	const events = built(
		parts,
		places.map((field) => sighting(`${field}.content`)),
	);
	expect(events.every((event) => event.sightings.length === 1)).toBe(true);
	expect(new Set(events.map(({ id }) => id)).size).toBe(count);
	expect(performance.now() - started).toBeLessThan(5_000);
});
