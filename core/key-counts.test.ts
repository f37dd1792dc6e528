import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyCounts } from './key-counts.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

test('says how often a key came before', () => {
	const counts = new KeyCounts(100);
	expect([1, 2, 3].map(() => counts.add(digest('a')))).toEqual([0, 1, 2]);
	expect(counts.add(digest('b'))).toBe(0);
});

test('counts as a map would, while it remembers all', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 2_000 }), (keys) => {
			const counts = new KeyCounts(1_000_000);
			const plain = new Map<number, number>();
			for (const key of keys) {
				const before = plain.get(key) ?? 0;
				expect(counts.add(digest(String(key)))).toBe(before);
				plain.set(key, before + 1);
			}
		}),
		{ numRuns: 50 },
	);
});

test('remembers the last ones, and forgets those that came longest ago', () => {
	const counts = new KeyCounts(1_000);
	for (let i = 0; i < 10_000; i++) expect(counts.add(digest(`k${i}`))).toBe(0);
	for (let i = 9_001; i < 10_000; i++) expect(counts.add(digest(`k${i}`))).toBe(1);
	expect(counts.add(digest('k0'))).toBe(0);
});

test('a million keys take no more than a few dozen megabytes', () => {
	const before = process.memoryUsage().arrayBuffers;
	const counts = new KeyCounts(500_000);
	for (let i = 0; i < 1_000_000; i++) {
		const hex = (i * 2_654_435_761).toString(16).padStart(16, '0');
		counts.add(hex + hex.split('').reverse().join(''));
	}
	expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 1024 ** 2);
});
