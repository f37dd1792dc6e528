/** Values that stand for `{name:Type}` in a query; bound by the engine, never pasted into SQL. */
export type QueryParams = Readonly<Record<string, string | number | null | readonly string[]>>;

/**
 * The ClickHouse dialect, wherever it runs: inside this process (chDB) or on a server. Nothing
 * above `server/events` knows which.
 */
export interface EventEngine {
	/** Rows of a query that ends in no FORMAT. Throws on failure: a query is ours, so that is a bug or a lost store. */
	rows<Row>(sql: string, params?: QueryParams): Promise<Row[]>;
	/** A statement without rows. */
	run(sql: string, params?: QueryParams): Promise<void>;
	/**
	 * Inserts rows in RowBinary through `sql`, in which `{source}` stands where rows come from.
	 * Resolves when the rows are durable against the death of the process.
	 *
	 * @param structure columns of the rows, in their order: `id String, line UInt32`
	 * @param parts the rows, in as many pieces as they lie in
	 */
	insertRows(sql: string, structure: string, parts: readonly Uint8Array[]): Promise<void>;
	/** The same with newline-delimited JSON, of which a batch has few lines. */
	insertLines(sql: string, structure: string, lines: string): Promise<void>;
	close(): Promise<void>;
}
