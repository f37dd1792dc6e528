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
 *
 * An object that stays, where functions made for each value would do: V8 forgets what it has
 * compiled for functions of which none is alive as it sweeps, and this is where most time goes.
 */
export class JsonRedactor {
	private readonly path: (string | number)[] = [];
	private found: Sighting[] = [];

	constructor(private readonly strings: StringRedaction) {}

	/** @param found is added to: one entry a place */
	redact(root: RawJson, found: Sighting[]): RedactedJson {
		this.found = found;
		this.path.length = 0;
		return this.walk(root, null) as RedactedJson;
	}

	private redacted(value: string, name: string | null): string {
		const nested = nestedJson(value);
		if (nested !== null) return JSON.stringify(this.walk(nested, name));
		const redaction = this.strings.redactText(value as RawText, { field: '', name });
		if (redaction.found.length > 0) {
			const field = pathText(this.path);
			for (const sighting of redaction.found) this.found.push({ ...sighting, field });
		}
		return redaction.text;
	}

	private text(value: string, name: string | null): string {
		if (value.length < ALONE_MIN && (name === null || value.length < 3)) return value;
		return this.strings.concerns(value, name) ? this.redacted(value, name) : value;
	}

	private key(key: string): string {
		const isPlain = key.length < ALONE_MIN || !this.strings.concernsKey(key);
		return isPlain ? key : this.redacted(key, null);
	}

	private walk(value: RawJson, name: string | null): RawJson {
		if (typeof value === 'string') return this.text(value, name);
		if (value === null || typeof value !== 'object') return value;
		return Array.isArray(value) ? this.list(value, name) : this.object(value, name);
	}

	private object(
		value: { [key: string]: RawJson },
		name: string | null,
	): { [key: string]: RawJson } {
		const keys = Object.keys(value);
		let copy: { [key: string]: RawJson } | null = null;
		for (let i = 0; i < keys.length; i++) {
			const key = keys[i] as string;
			const child = value[key] as RawJson;
			this.path.push(key);
			const newKey = this.key(key);
			const named = isTypedValue(key) ? name : isValueKey(key) ? pairName(value) : null;
			const newChild = this.walk(child, named ?? key);
			this.path.pop();
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
	}

	private list(values: RawJson[], name: string | null): RawJson[] {
		const [first] = values;
		const isPair = values.length === 2 && typeof first === 'string' && /^[\w.-]{3,64}$/.test(first);
		let copy: RawJson[] | null = null;
		for (let i = 0; i < values.length; i++) {
			const value = values[i] as RawJson;
			this.path.push(i);
			const changed = this.walk(value, isPair && i === 1 ? (first as string) : name);
			this.path.pop();
			if (copy === null && changed !== value) copy = values.slice(0, i);
			if (copy !== null) copy.push(changed);
		}
		return copy ?? values;
	}
}

/** Whether any string of a value, keys too, fulfils a condition. */
export function someString(value: RawJson, holds: (text: string) => boolean): boolean {
	if (typeof value === 'string') return value.length >= ALONE_MIN && holds(value);
	if (value === null || typeof value !== 'object') return false;
	if (Array.isArray(value)) {
		for (const each of value) if (someString(each, holds)) return true;
		return false;
	}
	for (const key of Object.keys(value)) {
		if (key.length >= ALONE_MIN && holds(key)) return true;
		if (someString(value[key] as RawJson, holds)) return true;
	}
	return false;
}

const isValueKey = (key: string): boolean =>
	(key.length === 5 || key.length === 3) && /^(?:value|val)$/i.test(key);

/** OpenTelemetry's and protobuf's `{key, value: {stringValue}}`: what names the value stands further out. */
const isTypedValue = (key: string): boolean =>
	key === 'stringValue' || key === 'arrayValue' || key === 'values' || key === 'bytesValue';

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
