/** What a verb may touch of the terminal that it runs in. Tests pass their own. */
export interface CliIo {
	/** Results. */
	readonly stdout: (text: string) => void;
	/** Progress and warnings. */
	readonly stderr: (text: string) => void;
	/** Whether standard error is a terminal: progress bars only then. */
	readonly isTerminal: boolean;
	/** Absolute; relative paths in arguments start here. */
	readonly cwd: string;
	readonly env: Readonly<Record<string, string | undefined>>;
}

/** A verb of the command line. Answers the exit status (`contracts`: 0 done … 4 store unreachable). */
export type Verb = (args: readonly string[], io: CliIo) => Promise<number>;
