import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startRounds } from './rounds.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

const times = { firstMs: 30, everyMs: 100, named: 'a job' };

test('there are never two rounds at once, and the next comes once the last has ended', async () => {
	const ends: (() => void)[] = [];
	const stop = startRounds(() => new Promise<void>((resolve) => ends.push(resolve)), times);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(ends).toHaveLength(1);
	ends[0]?.();
	await vi.advanceTimersByTimeAsync(100);
	expect(ends).toHaveLength(2);
	ends[1]?.();
	await stop();
});

test('a round that failed is told in the log and is not the last', async () => {
	const told = vi.spyOn(console, 'error').mockImplementation(() => {});
	let rounds = 0;
	const stop = startRounds(async () => {
		rounds++;
		throw new Error('no answer');
	}, times);
	await vi.advanceTimersByTimeAsync(230);
	expect(rounds).toBe(3);
	expect(told).toHaveBeenCalledWith('a job:', expect.objectContaining({ message: 'no answer' }));
	await stop();
});

test('to stop tells the round that runs, waits for its end, and lets none begin', async () => {
	let ended = false;
	let rounds = 0;
	const stop = startRounds(async (signal) => {
		rounds++;
		await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
		ended = true;
	}, times);
	await vi.advanceTimersByTimeAsync(30);
	await stop();
	expect(ended).toBe(true);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(rounds).toBe(1);
});
