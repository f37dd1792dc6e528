/** A string literal of Python, JavaScript, Ruby and the like; its one group holds the quotes too. */
export const STRING =
	/(?:[rbfu]{0,2})("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)/;

/** The text of a literal that `STRING` matched. */
export const unquote = (literal: string): string =>
	literal
		.replace(/^("""|'''|["'`])([\s\S]*)\1$/, '$2')
		.replace(/\\(["'`\\])/g, '$1')
		.replace(/\\n/g, '\n');

/** Whole-line comments run nothing. */
export const withoutComments = (source: string): string =>
	source.replace(/^[ \t]*(?:#|\/\/).*$/gm, '');

/** Calls that run the text they are given: what stands in strings may be code. */
const RUNS_TEXT =
	/\b(?:exec|eval|execSync|system|popen|Popen|spawn|spawnSync|run|check_call|check_output|call|Function|runInContext|execute|executescript|query|raw|unsafe|sql|runCommand|command)\s*\(|`[^`]*`/;
const CALL_IN_TEXT = /[\w\])]\s*\(/;

/**
 * A source without the calls that only stand in its strings (`print("os.remove('x')")`), where
 * nothing in it runs a text. Strings keep their quotes.
 */
export function withoutSpokenCode(source: string): string {
	if (RUNS_TEXT.test(source)) return source;
	return source.replace(new RegExp(STRING.source, 'g'), (whole, literal: string) =>
		CALL_IN_TEXT.test(literal) &&
		!/\b(?:mutation|query|delete|insert|update|drop|grant)\b[\s\S]*\{|^["'`]https?:/i.test(literal)
			? '""'
			: whole,
	);
}

/** Text of a call's arguments: from its opening bracket to the one that closes it. */
export function argumentsAt(source: string, open: number): string {
	let depth = 0;
	for (let i = open; i < Math.min(source.length, open + 20_000); i++) {
		const c = source[i];
		if (c === '(') depth++;
		else if (c === ')' && --depth === 0) return source.slice(open + 1, i);
	}
	return source.slice(open + 1, open + 2_000);
}
