import type { Sighting } from '@/core/event/event.ts';
import type { RawJson, RawText, RedactedJson } from '@/core/event/text.ts';
import { nestsDeeperThan } from '@/core/formats/json-depth.ts';
import type { Redaction, TextContext } from './redactor.ts';

/** What the walk over a parsed value asks of the redactor. */
export interface StringRedaction {
	readonly redactText: (raw: RawText, context: TextContext) => Redaction;
	/** Whether redaction could change a text at all; `name` is the key that holds it. */
	readonly concerns: (text: string, name: string | null) => boolean;
	/** The same for a key. */
	readonly concernsKey: (key: string) => boolean;
}

/** Short strings hold no secret unless their key says so. */
const ALONE_MIN = 8;

/**
 * Redacts every string of a parsed value, keys too. What needs no change is handed back as it came,
 * uncopied: most records hold no secret. Recursive: the caller bounds the depth.
 */
export function redactJsonValue(
	root: RawJson,
	strings: StringRedaction,
	found: Sighting[],
): RedactedJson {
	const path: (string | number)[] = [];

	const redacted = (value: string, name: string | null): string => {
		const nested = nestedJson(value);
		if (nested !== null) return JSON.stringify(walk(nested, name));
		const redaction = strings.redactText(value as RawText, { field: '', name });
		if (redaction.found.length > 0) {
			const field = pathText(path);
			for (const sighting of redaction.found) found.push({ ...sighting, field });
		}
		return redaction.text;
	};

	const text = (value: string, name: string | null): string => {
		if (value.length < ALONE_MIN && (name === null || value.length < 3)) return value;
		return strings.concerns(value, name) ? redacted(value, name) : value;
	};

	const walk = (value: RawJson, name: string | null): RawJson => {
		if (typeof value === 'string') return text(value, name);
		if (value === null || typeof value !== 'object') return value;
		return Array.isArray(value) ? list(value, name) : object(value);
	};

	const object = (value: { [key: string]: RawJson }): { [key: string]: RawJson } => {
		const keys = Object.keys(value);
		let copy: { [key: string]: RawJson } | null = null;
		for (let i = 0; i < keys.length; i++) {
			const key = keys[i] as string;
			const child = value[key] as RawJson;
			path.push(key);
			const newKey =
				key.length < ALONE_MIN || !strings.concernsKey(key) ? key : redacted(key, null);
			const newChild = walk(child, isValueKey(key) ? (pairName(value) ?? key) : key);
			path.pop();
			if (copy === null && (newKey !== key || newChild !== child)) {
				copy = {};
				for (let before = 0; before < i; before++) {
					const earlier = keys[before] as string;
					setOwn(copy, earlier, value[earlier] as RawJson);
				}
			}
			if (copy !== null) setOwn(copy, newKey, newChild);
		}
		return copy ?? value;
	};

	const list = (values: RawJson[], name: string | null): RawJson[] => {
		const [first] = values;
		const isPair = values.length === 2 && typeof first === 'string' && /^[\w.-]{3,64}$/.test(first);
		let copy: RawJson[] | null = null;
		for (let i = 0; i < values.length; i++) {
			const value = values[i] as RawJson;
			path.push(i);
			const changed = walk(value, isPair && i === 1 ? (first as string) : name);
			path.pop();
			if (copy === null && changed !== value) copy = values.slice(0, i);
			if (copy !== null) copy.push(changed);
		}
		return copy ?? values;
	};

	return walk(root, null) as RedactedJson;
}

/** Whether any string of a value, keys too, fulfils a condition. */
export function someString(value: RawJson, holds: (text: string) => boolean): boolean {
	if (typeof value === 'string') return value.length >= ALONE_MIN && holds(value);
	if (value === null || typeof value !== 'object') return false;
	if (Array.isArray(value)) return value.some((each) => someString(each, holds));
	for (const key of Object.keys(value)) {
		if (key.length >= ALONE_MIN && holds(key)) return true;
		if (someString(value[key] as RawJson, holds)) return true;
	}
	return false;
}

const isValueKey = (key: string): boolean =>
	(key.length === 5 || key.length === 3) && /^(?:value|val)$/i.test(key);

const NESTED_MAX = 4 * 1024 * 1024;

/**
 * JSON inside a string, where it holds `\\u` escapes of more than control characters: they could
 * spell a secret, or a marker, that the text itself does not show. Null for any other string.
 */
function nestedJson(value: string): RawJson | null {
	if (!value.includes('\\u') || value.length > NESTED_MAX) return null;
	if (!/^\s*[[{]/.test(value) || !/\\u(?!00[01])/.test(value)) return null;
	if (nestsDeeperThan(value, 200)) return null;
	try {
		return JSON.parse(value) as RawJson;
	} catch {
		return null;
	}
}

/** `{name: 'API_TOKEN', value: …}`: the pair's own name. */
function pairName(value: { [key: string]: RawJson }): string | null {
	for (const key of ['name', 'key', 'Name', 'Key', 'variable']) {
		const name = value[key];
		if (typeof name === 'string' && name.length <= 80) return name;
	}
	return null;
}

/** Sets a key as data, also `__proto__`. */
function setOwn(target: { [key: string]: RawJson }, key: string, value: RawJson): void {
	if (key === '__proto__') {
		Object.defineProperty(target, key, {
			value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	} else target[key] = value;
}

const pathText = (path: readonly (string | number)[]): string =>
	path
		.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`))
		.join('');
