import { Readable } from 'node:stream';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { EventEngine, QueryParams } from './engine.ts';

/** A ClickHouse server or cluster over HTTP. The URL may carry user, password and database. */
export function openClickHouseServer(url: string): EventEngine {
	const client = createClient({
		url,
		application: 'aftertrace',
		request_timeout: 120_000,
		// Keeps the connection of a long query alive through proxies.
		clickhouse_settings: {
			send_progress_in_http_headers: 1,
			http_headers_progress_interval_ms: '20000',
		},
		// What fails is thrown, and told once where it is handled.
		log: { level: ClickHouseLogLevel.OFF },
	});
	const insert = async (
		sql: string,
		format: 'RowBinary' | 'JSONEachRow',
		structure: string,
		parts: readonly (Uint8Array | string)[],
	): Promise<void> => {
		const source = `input('${structure.replaceAll("'", "\\'")}')`;
		const answer = await client.exec({
			query: `${sql.replace('{source}', () => source).trim()} FORMAT ${format}`,
			values: Readable.from(parts, { objectMode: false }),
		});
		for await (const _chunk of answer.stream) {
			// The insert is durable when the answer ends.
		}
	};
	return {
		rows: async <Row>(sql: string, params: QueryParams = {}) => {
			const answer = await client.query({
				query: sql,
				format: 'JSONEachRow',
				query_params: { ...params },
				clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
			});
			return answer.json<Row>();
		},
		run: async (sql, params = {}) => {
			await client.command({ query: sql, query_params: { ...params } });
		},
		insertRows: (sql, structure, parts) => insert(sql, 'RowBinary', structure, parts),
		insertLines: (sql, structure, lines) => insert(sql, 'JSONEachRow', structure, [lines]),
		close: () => client.close(),
	};
}
