import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openChdb } from './chdb-engine.ts';
import type { EventEngine } from './engine.ts';
import { keepMergesSmall } from './small-merges.ts';

let folder: string;
let engine: EventEngine;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'aftertrace-merges-'));
	engine = await openChdb(join(folder, 'events'), join(folder, 'batches'));
});
afterAll(async () => {
	await engine.close();
	await rm(folder, { recursive: true, force: true });
});

test('every table is told once to merge in little memory, and keeps its rows', async () => {
	await engine.run('CREATE TABLE one (id String, n Int64) ENGINE = MergeTree ORDER BY id');
	await engine.run(
		'CREATE TABLE two (id String) ENGINE = ReplacingMergeTree ORDER BY id SETTINGS index_granularity = 64',
	);
	for (const n of ['1', '2', '3'])
		await engine.run('INSERT INTO one SELECT toString(number), {n:Int64} FROM numbers(1000)', {
			n,
		});

	expect(await keepMergesSmall(engine)).toEqual(['one', 'two']);
	expect(await keepMergesSmall(engine)).toEqual([]);

	await engine.run('OPTIMIZE TABLE one FINAL');
	expect(await engine.rows('SELECT count() AS rows, sum(n) AS sum FROM one')).toEqual([
		{ rows: 3000, sum: 6000 },
	]);
	const [two] = await engine.rows<{ engine_full: string }>(
		"SELECT engine_full FROM system.tables WHERE name = 'two'",
	);
	expect(two?.engine_full).toContain('index_granularity = 64');
	expect(two?.engine_full).toContain('min_columns_to_activate_adaptive_write_buffer = 1');
});
