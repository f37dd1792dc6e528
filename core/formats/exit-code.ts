/**
 * The exit status that a tool's output states: `Exit code 1`, `Process exited with code 2`,
 * `Error: Exit code 127`, `(exit status 3)`. Null where none is stated in the first 2,000 or last
 * 500 characters.
 */
export function exitCodeIn(output: string): number | null {
	const text = output.length > 2_500 ? `${output.slice(0, 2_000)}\n${output.slice(-500)}` : output;
	const m =
		/\b(?:exit(?:ed)?(?: with)?|returned)(?: (?:status|code))?:? (?:code |status )?(-?\d{1,5})\b/i.exec(
			text,
		);
	return m === null ? null : Number(m[1]);
}
