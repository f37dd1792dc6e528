/**
 * Raw and redacted text are different types, so that the compiler keeps the promise that nothing
 * raw is stored, logged or shown. Only `core/secrets` makes redacted text out of raw text.
 */
declare const rawBrand: unique symbol;
declare const redactedBrand: unique symbol;

/** Text as it came from a source. May hold secrets. Never leaves memory. */
export type RawText = string & { readonly [rawBrand]: true };

/** Text in which every secret has become `‹kind:fingerprint›`. Safe to keep and to show. */
export type RedactedText = string & { readonly [redactedBrand]: true };

/** A JSON value as parsed from a source; strings in it are raw. */
export type RawJson = null | boolean | number | string | RawJson[] | { [key: string]: RawJson };

/** A JSON value whose every string (keys too) went through redaction. */
export type RedactedJson =
	| null
	| boolean
	| number
	| RedactedText
	| RedactedJson[]
	| { [key: string]: RedactedJson };

/** Marks text at the edge where it enters: a file, a request, a standard input. */
export const rawText = (text: string): RawText => text as RawText;

/**
 * Text that the product itself wrote (labels, summaries made of redacted parts). Never call it on
 * anything that came from a source.
 */
export const ownText = (text: string): RedactedText => text as RedactedText;
