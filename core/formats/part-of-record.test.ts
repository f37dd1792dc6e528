import { expect, test } from 'vitest';
import { ownText } from '@/core/event/text.ts';
import type { EventDraft } from './format.ts';
import { withPartsOf } from './part-of-record.ts';

const draft = (field: string | null): EventDraft => ({
	kind: 'message',
	time: null,
	run: null,
	actor: { type: 'agent', name: null },
	text: ownText(''),
	key: null,
	field,
});
const record = {
	messages: [{ content: ownText('a'.repeat(50_000)) }, { content: ownText('b') }],
	'odd.key': ownText('c'),
};
const chars = JSON.stringify(record).length;
const drafts = ['messages[0]', 'messages[1]', 'messages[1].content', 'odd.key', null].map(draft);

test('of a long record the first event keeps all, the others their part', () => {
	const raws = withPartsOf(record, drafts, chars).map((each) => each.raw);
	// What no path leads to keeps the whole record: nothing is lost.
	expect(raws).toEqual([undefined, '{"content":"b"}', '"b"', undefined, undefined]);
});

test('a short record stays whole in each of its events', () => {
	expect(withPartsOf(record, drafts, 100)).toBe(drafts);
});
