import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The named queries of `clickhouse/queries`, one file each. */
export const queryNames = [
	'changes-between',
	'count-events',
	'count-events-between',
	'credential-columns',
	'credential-count',
	'credential-countdowns',
	'credential-days',
	'credential-duplicates',
	'credential-ends',
	'credential-expiring',
	'credential-faces',
	'credential-facets',
	'credential-findings',
	'credential-groups',
	'credential-list',
	'credential-reachers',
	'credential-scope-rows',
	'credential-states',
	'distinct-uses',
	'event-by-id',
	'events-after',
	'events-by-ids',
	'events-of-runs',
	'events-of-runs-between',
	'existing-ids',
	'extent-of-import',
	'insert-credential-faces',
	'insert-credential-rows',
	'insert-credential-uses',
	'frames-of-runs',
	'insert-events',
	'introductions',
	'provider-records-between',
	'recent-provider-records',
	'run-sizes',
	'runs-between',
	'search-events',
	'sources',
	'use-totals',
	'uses-of-keys',
	'suspect-events',
] as const;
export type QueryName = (typeof queryNames)[number];
export type Queries = Readonly<Record<QueryName, string>>;

/** Reads all queries once. Comments become a single tag, so that the store's own log names the query. */
export async function readQueries(folder: string): Promise<Queries> {
	const entries = await Promise.all(
		queryNames.map(async (name) => {
			const text = await readFile(join(folder, `${name}.sql`), 'utf8');
			const sql = text.replace(/^--.*$/gm, '').trim();
			return [name, `/* aftertrace ${name} */ ${sql}`] as const;
		}),
	);
	return Object.fromEntries(entries) as Record<QueryName, string>;
}
