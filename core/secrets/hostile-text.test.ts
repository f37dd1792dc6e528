import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOf } from '@/core/cost-harness.ts';
import { rawText } from '@/core/event/text.ts';
import { createRedactor } from './redactor.ts';

const hmac = (label: string, text: string) =>
	createHmac('sha256', 'a key of the tests').update(`${label}\0${text}`).digest('hex');
const fresh = () => createRedactor({ hmac });

describe('hostile text', () => {
	test.each([
		'token',
		'token=',
		'"token":"',
		'eyJ',
		'-----BEGIN PRIVATE KEY-----',
		'://a:',
		'curl -u ',
		'sk-ant-api03-',
		'password="',
		'authorization: ',
		'Cookie: a=',
		'mysql -p',
		'AIza',
		'‹',
		'docker login ',
		'a.',
		'Q~',
		'%3D',
		'\\"',
		'name: TOKEN\n',
		'AAAAAAAAAAAAAAAAAAAAAA',
		'QUFB',
	])('a row of %j costs time in proportion to its length', (piece) => {
		// Four times the length: a quadratic rule would cost sixteen times as much. The reference takes
		// about as long as this should at the most: 400 kB within a second.
		const bounds = { growth: 8, ratio: 30 };
		const cost = costOf(
			(text) => void fresh().redactText(rawText(text)),
			(length) => piece.repeat(Math.ceil(length / piece.length)),
			bounds,
		);
		expect(cost.growth).toBeLessThan(bounds.growth);
		expect(cost.ratio).toBeLessThan(bounds.ratio);
	});

	test('nothing throws', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary', maxLength: 300 }),
				(text) => void fresh().redactText(rawText(text)),
			),
			{ numRuns: 300 },
		);
	});
});
