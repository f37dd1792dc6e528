/** At most this many lines are taken from one stage. */
const LINES_MAX = 50;
/** What stands for what the stage fills in. */
const FILLED = 'computed';

/**
 * Command lines that the stage before a shell makes of its literals: `sed 's/^/rm -f /' | sh`,
 * `awk '{print "kubectl delete ns " $1}' | sh`, `jq -r '"aws s3 rb s3://\(.name)"' | bash`. What it
 * fills in is `computed`; null where it makes none.
 */
export function madeScript(stage: string): string | null {
	const program = /^\s*(?:sudo\s+)?(\w+)/.exec(stage)?.[1] ?? '';
	const lines = (MAKERS[program]?.(stage) ?? []).filter((line) => /^[\w./-]+\s/.test(line));
	return lines.length === 0 ? null : lines.slice(0, LINES_MAX).join('\n');
}

const MAKERS: Readonly<Record<string, (stage: string) => string[]>> = {
	sed: (stage) =>
		[...stage.matchAll(/\bs([/|#,])((?:\\.|(?!\1).)*)\1((?:\\.|(?!\1).)*)\1/g)].map(
			([, , from = '', to = '']) => {
				const text = to.replace(/\\(.)/g, (_, c: string) => (/\d/.test(c) ? FILLED : c));
				// `s/^/rm /` puts it in front of what comes in.
				return from === '^' ? `${text}${FILLED}` : text.replaceAll('&', FILLED);
			},
		),
	awk: (stage) => printed(stage),
	gawk: (stage) => printed(stage),
	jq: (stage) =>
		[...stage.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, text = '']) =>
			text.replace(/\\\([^()]*(?:\([^()]*\)[^()]*)*\)/g, FILLED).replace(/\\(.)/g, '$1'),
		),
};

/** `print "rm " $1 " -f"`: the literals in their order, with something between them. */
const printed = (stage: string): string[] =>
	[...stage.matchAll(/\bprintf?\s*\(?\s*([^;}]*)/g)].map(([, what = '']) =>
		[...what.matchAll(/"((?:\\.|[^"\\])*)"|(\$\w+)/g)]
			.map(([, text, field]) => (field === undefined ? (text ?? '') : FILLED))
			.join('')
			.replace(/%[sd]/g, FILLED)
			.replace(/\\n/g, '\n'),
	);
