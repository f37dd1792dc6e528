import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonSequence } from './json-sequence.ts';

test('documents that stand one after another are told apart, each with its line', () => {
	const text = '{\n\t"a": "}{"\n}\n\n{\n\t"b": [1, {"c": "\\"}"}]\n}\n[1]';
	expect(jsonSequence(text)).toEqual([
		{ text: '{\n\t"a": "}{"\n}', line: 1, isCut: false },
		{ text: '{\n\t"b": [1, {"c": "\\"}"}]\n}', line: 5, isCut: false },
		{ text: '[1]', line: 8, isCut: false },
	]);
});

test('records without a line end between them are told apart, and the last one may be cut off', () => {
	expect(jsonSequence('{"a":1}{"b":2}{"c":"x', 7)).toEqual([
		{ text: '{"a":1}', line: 7, isCut: false },
		{ text: '{"b":2}', line: 7, isCut: false },
		{ text: '{"c":"x', line: 7, isCut: true },
	]);
});

test('a JSON text sequence of RFC 7464 is one', () => {
	expect(jsonSequence('\u001e{"a":1}\n\u001e{"b":2}\n')?.map(({ text }) => text)).toEqual([
		'{"a":1}',
		'{"b":2}',
	]);
});

test('one value, or anything else between values, is no sequence', () => {
	expect(jsonSequence('{"a":1}')).toBeNull();
	expect(jsonSequence('{"a":1},{"b":2}')).toBeNull();
	expect(jsonSequence('{"a":1} and {"b":2}')).toBeNull();
	expect(jsonSequence('')).toBeNull();
});

test('whatever objects are written one after another come out again', () => {
	const documents = fc.array(fc.oneof(fc.dictionary(fc.string(), fc.json()), fc.array(fc.json())), {
		minLength: 2,
		maxLength: 5,
	});
	fc.assert(
		fc.property(documents, fc.constantFrom('', '\n', ' ', '\r\n\r\n'), (values, between) => {
			for (const indent of [0, 2]) {
				const texts = values.map((value) => JSON.stringify(value, null, indent));
				expect(jsonSequence(texts.join(between))?.map(({ text }) => text)).toEqual(texts);
			}
		}),
		{ numRuns: 300 },
	);
});
