import { RE2JS } from 're2js';

const FLAGS: Readonly<Record<string, number>> = {
	i: RE2JS.CASE_INSENSITIVE,
	m: RE2JS.MULTILINE,
	s: RE2JS.DOTALL,
};

/** Longest expression that is accepted, in characters. */
const sourceMax = 4_000;

/**
 * Why a regular expression cannot be used; null where it can. Rules come from outside and are run
 * over hostile text, so they run on an automaton whose time is linear in the text (RE2), never on a
 * backtracking engine. What it leaves out (look-around, back references) the specification leaves
 * out as well (Sigma modifiers, Regular Expression).
 */
export function regexProblem(source: string, flags: string): string | null {
	if (source.length > sourceMax)
		return `the regular expression is longer than ${sourceMax} characters`;
	try {
		compileRegex(source, flags);
		return null;
	} catch {
		return /\(\?<?[=!]|\\[1-9]/.test(source)
			? 'look-around and back references are outside the specification’s regular expressions'
			: 'the regular expression cannot be read';
	}
}

/** A search that finds the expression anywhere in a text. Throws on what `regexProblem` names. */
export function compileRegex(source: string, flags: string): (text: string) => boolean {
	let bits = 0;
	for (const flag of flags) bits |= FLAGS[flag] ?? 0;
	const compiled = RE2JS.compile(source, bits);
	return (text) => compiled.test(text);
}
