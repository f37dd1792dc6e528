import { ownText, type RedactedJson } from '@/core/event/text.ts';
import {
	at,
	isObject,
	listOf,
	parseRedacted,
	type RedactedObject,
	textAt,
} from '../json-access.ts';

/** OTLP's `{stringValue}`, `{intValue: "1"}`, `{arrayValue: {values}}`, `{kvlistValue: {values}}` as plain JSON. */
export function attributeValue(value: RedactedJson | undefined, depth = 0): RedactedJson {
	if (!isObject(value) || depth > 20) return value ?? null;
	const text = at(value, 'stringValue');
	if (text !== undefined) return text;
	const int = at(value, 'intValue');
	if (int !== undefined) return Number(int);
	for (const key of ['doubleValue', 'boolValue', 'bytesValue']) {
		const plain = at(value, key);
		if (plain !== undefined) return plain;
	}
	const list = at(value, 'arrayValue', 'values');
	if (Array.isArray(list)) return list.map((item) => attributeValue(item, depth + 1));
	const pairs = at(value, 'kvlistValue', 'values');
	return Array.isArray(pairs) ? attributesOf(pairs, depth + 1) : null;
}

/** A list of `{key, value}` as an object; the last of equal keys counts. */
export function attributesOf(list: RedactedJson | undefined, depth = 0): RedactedObject {
	const entries = listOf(list).flatMap((pair): [string, RedactedJson][] => {
		const key = textAt(pair, 'key');
		return key === null || key === '__proto__'
			? []
			: [[key, attributeValue(at(pair, 'value'), depth)]];
	});
	return Object.fromEntries(entries);
}

/** The value of the first of several attributes that is there; dots are part of the key. */
export function attribute(
	attributes: RedactedObject,
	...keys: readonly string[]
): RedactedJson | undefined {
	for (const key of keys) {
		const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
		if (value !== undefined && value !== null && value !== '') return value;
	}
	return undefined;
}

export function attributeText(attributes: RedactedObject, ...keys: readonly string[]) {
	const value = attribute(attributes, ...keys);
	if (value === undefined) return null;
	if (typeof value === 'string') return value;
	return ownText(JSON.stringify(value));
}

/** An attribute that is JSON, or JSON as text. */
export function attributeJson(
	attributes: RedactedObject,
	...keys: readonly string[]
): RedactedJson | undefined {
	const value = attribute(attributes, ...keys);
	return typeof value === 'string' ? (parseRedacted(value) ?? value) : value;
}
