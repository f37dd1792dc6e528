import { fail, ok, type Result } from '../../result.ts';
import { type Pattern, parsePattern } from './pattern.ts';

/** Values that stand for `%name%` in values with `expand`. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** Where it stands among placeholders, those without values stand for anything. */
export const anyPlaceholder = '*';

/** How many values one value may grow into. */
const expansionsMax = 10_000;

/**
 * A value with `expand`: each `%name%` replaced by each of its values; `\%` is a plain percent sign.
 * A reason where a placeholder has no values: the specification has such a rule rejected.
 */
export function expandPlaceholders(
	value: string,
	placeholders: Placeholders,
): Result<Pattern[], string> {
	let texts = [''];
	for (const token of value.split(/(\\%|%[^%\\\s]+%)/)) {
		const name = /^%([^%]+)%$/.exec(token)?.[1];
		if (name === undefined) {
			const plain = token === '\\%' ? '%' : token;
			texts = texts.map((text) => text + plain);
			continue;
		}
		const values = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
		if (values === undefined && Object.hasOwn(placeholders, anyPlaceholder)) {
			texts = texts.map((text) => `${text}*`);
			continue;
		}
		if (values === undefined)
			return fail(`the placeholder %${name}% has no values here, and expand needs them`);
		texts = texts.flatMap((text) => values.map((each) => text + each));
		if (texts.length > expansionsMax)
			return fail(`it expands to more than ${expansionsMax} values`);
	}
	return ok(texts.map(parsePattern));
}
