import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownText, type RawJson, type RedactedJson } from '@/core/event/text.ts';
import { recordContents } from './record-content.ts';

const SECRET = 'Zq7-secret-Kx';
const MARKER = `‹generic-token:${'a'.repeat(20)}›`;
const digest = (text: string) => `d(${text})`;

/** As redaction would: the secret is hidden in every text and key; null, where it stands nowhere. */
function hidden(value: RawJson): RedactedJson {
	const text = JSON.stringify(value);
	return text.includes(SECRET)
		? (JSON.parse(text.replaceAll(SECRET, MARKER)) as RedactedJson)
		: (value as RedactedJson);
}

test('a record, its parts and what a reader assembled of them have the same content before and after', () => {
	const withSecret = fc.oneof(
		fc.string(),
		fc.constantFrom(SECRET, `a ${SECRET} b`, '__proto__', '{"a":1}', '[x'),
	);
	const record = fc.record({
		a: fc.dictionary(withSecret, fc.oneof(withSecret, fc.array(withSecret), fc.integer())),
		b: fc.array(fc.record({ c: withSecret, d: fc.jsonValue() }), { minLength: 1, maxLength: 4 }),
	});
	fc.assert(
		fc.property(record, (raw) => {
			const given = JSON.parse(JSON.stringify(raw)) as RawJson & typeof raw;
			const after = hidden(given) as unknown as typeof raw;
			const whole = ownText(JSON.stringify(after));
			const contents = recordContents(after as unknown as RedactedJson, given, whole, digest);
			const assembled = (of: typeof raw) => JSON.stringify({ first: of.b[0], all: of.a });
			expect(contents(whole)).toBe(digest(JSON.stringify(given)));
			expect(contents(ownText(assembled(after)))).toBe(digest(assembled(given)));
			for (const [i, { c }] of after.b.entries())
				if (!/^[[{]/.test(c)) expect(contents(ownText(c))).toBe(digest(given.b[i]?.c ?? ''));
		}),
		{ numRuns: 300 },
	);
});

test('what redaction left alone is its own content', () => {
	const record = { a: 'b' } as RawJson;
	const whole = ownText('{"a":"b"}');
	expect(recordContents(record as RedactedJson, record, whole, digest)(whole)).toBe(digest(whole));
});

test('what a reader made of a text gives itself without fingerprints', () => {
	const raw = { args: `{"k":"${SECRET}"}` } as RawJson;
	const after = hidden(raw);
	const contents = recordContents(after, raw, ownText(JSON.stringify(after)), digest);
	expect(contents(ownText(`{"k":"${MARKER}"}`))).toBe(digest('{"k":"‹secret›"}'));
});
