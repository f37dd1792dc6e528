import { expect, test } from 'vitest';
import { readAddressLines, readMailLines, writeAddressLines } from './address-lines.ts';

test('owners and addresses are read as they are written, names with “=” included', () => {
	const addresses = { Payments: 'payments@example.org', 'a = b': 'ab@example.org' };
	expect(readAddressLines(writeAddressLines(addresses))).toEqual({ addresses });
});

test.each([
	['Payments', 1],
	['\n= payments@example.org', 2],
	['Payments = nobody', 1],
])('%j is refused by its line', (text, badLine) => {
	expect(readAddressLines(text)).toEqual({ badLine });
});

test('mail addresses are parted by lines, commas or spaces', () => {
	expect(readMailLines('a@example.org, b@example.org\n\nc@example.org')).toEqual([
		'a@example.org',
		'b@example.org',
		'c@example.org',
	]);
});
