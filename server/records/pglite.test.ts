import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { openPglite } from './pglite.ts';

test('a long transaction leaves the event loop to others between its statements', async () => {
	const postgres = await openPglite(null);
	const client = await postgres.pool.connect();
	try {
		await client.query('CREATE TABLE t (a int, b text)');
		const statement = "INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(1, 1000) i";
		await client.query(statement);
		const delay = monitorEventLoopDelay({ resolution: 1 });
		delay.enable();
		const started = performance.now();
		await client.query('BEGIN');
		for (let i = 0; i < 200; i++) await client.query(statement);
		await client.query('COMMIT');
		const wholeMs = performance.now() - started;
		delay.disable();
		// Of two hundred statements, no more than a few hold it at a time.
		expect(delay.max / 1e6).toBeLessThan(wholeMs / 4);
	} finally {
		client.release();
		await postgres.close();
	}
});

test('a statement that fails leaves those behind it alone, however soon they come', async () => {
	const postgres = await openPglite(null);
	const { pool } = postgres;
	try {
		// Long enough that others are let in before its pipeline ends.
		const failing = 'SELECT 1 / min(i - 1) + $1::int FROM generate_series(1, 200000) i';
		const number = async (n: number) => (await pool.query('SELECT $1::int AS n', [n])).rows;
		for (let soon = 0; soon < 20; soon++) {
			const waiting = [pool.query(failing, [soon]), number(soon), number(soon + 1)] as const;
			const code = await waiting[0].catch((error) => error.code);
			for (let step = 0; step < soon; step++) await null;
			expect(await number(100)).toEqual([{ n: 100 }]);
			expect([code, await waiting[1], await waiting[2]]).toEqual([
				'22012',
				[{ n: soon }],
				[{ n: soon + 1 }],
			]);
			const alone = await pool.query(failing, [soon]).catch((error) => error.code);
			for (let step = 0; step < soon; step++) await null;
			expect([alone, await number(soon)]).toEqual(['22012', [{ n: soon }]]);
		}
	} finally {
		await postgres.close();
	}
});
