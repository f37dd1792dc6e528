/** What `reconstruct --json` says of its input. */
export interface InputSummary {
	readonly files: number;
	readonly records: number;
	readonly events: number;
	readonly duplicates: number;
	readonly ignored: number;
	readonly secretsRedacted: number;
	readonly quarantined: readonly {
		readonly path: string;
		readonly line: number | null;
		readonly reason: string;
		readonly detail: string;
	}[];
	/** Files of each format. */
	readonly formats: Readonly<Record<string, number>>;
}
