import type { RawJson, RedactedJson, RedactedText } from '@/core/event/text.ts';
import { withoutFingerprints } from '@/core/secrets/markers.ts';

/** A digest that nobody without the workspace's key can make: of text before redaction, too. */
export type KeyedDigest = (text: string) => string;

/**
 * Digests of what a record and its parts said before redaction, asked for by what they say after it.
 * So a record is known again when a secret in it has become known in the meantime and is now hidden.
 * What a reader made of a changed text (JSON that it parsed out of it) gives itself without
 * fingerprints.
 */
export function recordContents(
	redacted: RedactedJson,
	raw: RawJson,
	whole: RedactedText,
	digest: KeyedDigest,
): (part: RedactedText) => string {
	// Redaction hands back what it did not change.
	if (Object.is(redacted, raw)) return digest;
	let changed: Map<string, string> | null = null;
	return (part) => {
		if (part === whole) return digest(JSON.stringify(raw));
		changed ??= changedTexts(redacted, raw);
		return digest(before(part, changed));
	};
}

/** Every text that redaction changed, keys too, by what it became. Recursive: the depth of records is bounded. */
function changedTexts(redacted: RedactedJson, raw: RawJson): Map<string, string> {
	const changed = new Map<string, string>();
	const note = (after: string, given: string) => {
		// Of two that became the same, the first.
		if (after !== given && !changed.has(after)) changed.set(after, given);
	};
	const visit = (after: unknown, given: RawJson): void => {
		if (Object.is(after, given)) return;
		if (typeof after === 'string') {
			if (typeof given === 'string') note(after, given);
			return;
		}
		if (typeof after !== 'object' || after === null) return;
		if (typeof given !== 'object' || given === null) return;
		const givenKeys = Object.keys(given);
		// Keys stay in their order.
		for (const [index, key] of Object.keys(after).entries()) {
			const givenKey = givenKeys[index];
			if (givenKey === undefined) continue;
			note(key, givenKey);
			visit(
				(after as Record<string, unknown>)[key],
				(given as Record<string, RawJson>)[givenKey] as RawJson,
			);
		}
	};
	visit(redacted, raw);
	return changed;
}

/** A part as it was written before its texts were redacted. */
function before(part: RedactedText, changed: ReadonlyMap<string, string>): string {
	const textBefore = (text: string): string => changed.get(text) ?? withoutFingerprints(text);
	if (!/^[[{]/.test(part)) return textBefore(part);
	let value: unknown;
	try {
		value = JSON.parse(part);
	} catch {
		return textBefore(part);
	}
	const restored = (given: unknown): unknown => {
		if (typeof given === 'string') return textBefore(given);
		if (Array.isArray(given)) return given.map(restored);
		if (typeof given !== 'object' || given === null) return given;
		const copy = {};
		for (const [key, child] of Object.entries(given)) {
			// Defined, not set: `__proto__` is a key like any other here.
			Object.defineProperty(copy, textBefore(key), {
				value: restored(child),
				enumerable: true,
				configurable: true,
				writable: true,
			});
		}
		return copy;
	};
	return JSON.stringify(restored(value));
}
