import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { openPglite } from './pglite.ts';

test('a long transaction leaves the event loop to others between its statements', async () => {
	const postgres = await openPglite(null, null);
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
