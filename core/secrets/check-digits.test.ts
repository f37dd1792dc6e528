import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkDigitsOf, crcDigits } from './check-digits.ts';

test('the digits are the CRC-32 of the random part in base 62', () => {
	// The check value of CRC-32 over "123456789" is 0xcbf43926 = 3421780262.
	expect(crcDigits('123456789')).toBe('3jZRME');
});

test('a token with its provider’s digits is told from one that was made up', () => {
	const random = randomBytes(40).toString('base64').replace(/\W/g, 'x').slice(0, 30);
	const right = `ghp_${random}${crcDigits(random)}`;
	const last = right.endsWith('0') ? '1' : '0';
	expect(checkDigitsOf('github-classic-token', right)).toBe(true);
	expect(checkDigitsOf('github-classic-token', right.slice(0, -1) + last)).toBe(false);
	expect(checkDigitsOf('npm-token', `npm_${random}${crcDigits(random)}`)).toBe(true);
});

test('a kind without check digits is neither right nor wrong', () => {
	expect(checkDigitsOf('railway-api-token', 'anything')).toBeNull();
});
