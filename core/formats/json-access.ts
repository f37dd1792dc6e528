import { z } from 'zod';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';

export type RedactedObject = { [key: string]: RedactedJson };

/** Redacted text and JSON in schemas: the brand survives the parse. */
export const redactedText = z.string() as unknown as z.ZodType<RedactedText>;
export const redactedJson = z.unknown() as unknown as z.ZodType<RedactedJson>;

export const isObject = (value: unknown): value is RedactedObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectOf = (value: unknown): RedactedObject => (isObject(value) ? value : {});

export const listOf = (value: unknown): readonly RedactedJson[] =>
	Array.isArray(value) ? (value as RedactedJson[]) : [];

/** Own properties only: a key such as `constructor` in a path finds nothing inherited. */
export function at(value: unknown, ...path: readonly string[]): RedactedJson | undefined {
	let current: unknown = value;
	for (const key of path) {
		if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
		current = current[key];
	}
	return current as RedactedJson | undefined;
}

/** The text at a path; numbers as text; null for anything else and for the empty string. */
export function textAt(value: unknown, ...path: readonly string[]): RedactedText | null {
	const found = at(value, ...path);
	if (typeof found === 'string') return found === '' ? null : found;
	return typeof found === 'number' ? ownText(String(found)) : null;
}

/** The first of several keys that holds a text. */
export function firstText(value: unknown, ...keys: readonly string[]): RedactedText | null {
	for (const key of keys) {
		const text = textAt(value, ...key.split('.'));
		if (text !== null) return text;
	}
	return null;
}

/**
 * JSON inside redacted text. Null where it is none, and where it holds `\u` escapes that could
 * spell out what redaction has not seen (redaction itself leaves only those of control characters).
 */
export function parseRedacted(text: RedactedText): RedactedJson | null {
	if (!/^\s*[[{]/.test(text) || /\\u(?!00[01])/.test(text)) return null;
	try {
		return JSON.parse(text) as RedactedJson;
	} catch {
		return null;
	}
}

export const stringify = (value: RedactedJson | undefined): RedactedText =>
	ownText(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** Text blocks of `content` joined: a string, or a list of `{type: 'text', text}` and the like. */
export function contentText(content: RedactedJson | undefined): RedactedText {
	if (typeof content === 'string') return content;
	if (content === undefined || content === null) return ownText('');
	if (!Array.isArray(content)) {
		return firstText(content, 'text', 'content', 'output') ?? stringify(content);
	}
	return ownText(
		content
			.map(blockText)
			.filter((text) => text !== '')
			.join('\n'),
	);
}

function blockText(block: RedactedJson): string {
	if (typeof block === 'string') return block;
	const text = at(block, 'text') ?? at(block, 'content');
	if (typeof text === 'string') return text;
	if (Array.isArray(text)) return contentText(text);
	const type = at(block, 'type');
	return typeof type === 'string' ? `[${type}]` : stringify(block);
}
