import type { EventEngine } from './engine.ts';

/**
 * Merging ten parts of a megabyte took 0.26 GB: each of thirty columns had write buffers of its
 * whole size, blocks of 10 MiB were held, and all columns were merged at once. Columns go one after
 * another here from 10,000 rows on, with buffers that grow as they are needed.
 */
const settings = [
	'min_columns_to_activate_adaptive_write_buffer = 1',
	'merge_max_block_size_bytes = 2097152',
	'vertical_merge_algorithm_min_rows_to_activate = 10000',
];

/**
 * Tells every table of the embedded engine to merge in little memory; it stays with the table. A
 * server has memory of its own, and its administrator's settings.
 *
 * @returns names of the tables that had not been told
 */
export async function keepMergesSmall(engine: EventEngine): Promise<string[]> {
	const tables = await engine.rows<{ name: string }>(
		`SELECT name FROM system.tables
		WHERE database = currentDatabase() AND engine LIKE '%MergeTree'
			AND arrayExists(setting -> position(engine_full, setting) = 0, {settings:Array(String)})
		ORDER BY name
		LIMIT 1000`,
		{ settings },
	);
	for (const { name } of tables)
		await engine.run(`ALTER TABLE \`${name}\` MODIFY SETTING ${settings.join(', ')}`);
	return tables.map(({ name }) => name);
}
