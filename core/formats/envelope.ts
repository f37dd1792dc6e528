import { formatReaders } from './registry.ts';

/** A JSON value taken apart: its records, and what stood around them. */
export interface Unwrapped<Json> {
	readonly records: readonly Json[];
	readonly header: Json | null;
	/** Keys down to a record, `*` for an array's index; null when the value itself is the record. */
	readonly path: readonly string[] | null;
}

interface Envelope {
	readonly path: readonly string[];
	/** Keys that must stand beside it: `messages[] with sessionId,projectHash`. */
	readonly beside: readonly string[];
	/** A common word such as `data` or `events`: it counts only where nothing says that the object itself is a record. */
	readonly isCommon: boolean;
}

function parseEnvelope(text: string, isCommon: boolean): Envelope {
	const [where = '', beside] = text.split(' with ');
	const path = where
		.split('.')
		.flatMap((part) => (part.endsWith('[]') ? [part.slice(0, -2), '*'] : [part]));
	return { path, beside: beside === undefined ? [] : beside.split(','), isCommon };
}

const envelopes = formatReaders.flatMap((reader) =>
	reader.envelopes.map((text) => parseEnvelope(text, reader.family === 'generic')),
);

const RECORD_KEY = /time|type|message|^id$|uuid|level|role|action|severity/i;

function applies(envelope: Envelope, value: object): boolean {
	if (!Object.hasOwn(value, envelope.path[0] as string)) return false;
	if (!envelope.beside.every((key) => Object.hasOwn(value, key))) return false;
	if (!envelope.isCommon) return true;
	return Object.keys(value).every((key) => key === envelope.path[0] || !RECORD_KEY.test(key));
}

/**
 * Takes the records out of a document: the elements of an array, or of the array that stands where
 * a known envelope has it. Anything else is one record. Structure only: the values stay as they are.
 */
export function unwrap<Json>(value: Json): Unwrapped<Json> {
	if (Array.isArray(value)) return { records: value as Json[], header: null, path: ['*'] };
	if (typeof value !== 'object' || value === null)
		return { records: [value], header: null, path: null };
	for (const envelope of envelopes) {
		if (!applies(envelope, value)) continue;
		const { path, isCommon } = envelope;
		const records = follow(value, path);
		if (isCommon && records !== null && !records.every(isRecord)) continue;
		if (records !== null)
			return { records: records as Json[], header: without(value, path) as Json, path };
	}
	return { records: [value], header: null, path: null };
}

/**
 * Whether the elements of the array under `keys` are the records of a document, or hold them, as far
 * as what stands before the array can tell.
 *
 * @param before the document up to the array, which is empty in it
 */
export function takesElements(before: unknown, keys: readonly string[]): boolean {
	if (typeof before !== 'object' || before === null) return false;
	const fits = ({ path }: Envelope) =>
		path[keys.length] === '*' && keys.every((key, i) => path[i] === key);
	return envelopes.some((envelope) => fits(envelope) && applies(envelope, before));
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null;

function follow(value: unknown, path: readonly string[]): unknown[] | null {
	let current: unknown[] = [value];
	let sawArray = false;
	for (const part of path) {
		if (part === '*') {
			if (!current.every(Array.isArray)) return null;
			current = current.flat(1);
			sawArray = true;
			continue;
		}
		const holds = (item: unknown) =>
			typeof item === 'object' && item !== null && Object.hasOwn(item, part);
		if (!current.every(holds)) return null;
		current = current.map((item) => (item as Record<string, unknown>)[part]);
	}
	return sawArray ? current : null;
}

/** The document without the array: its keys above it stay. */
function without(value: unknown, path: readonly string[]): unknown {
	const star = path.indexOf('*');
	const keys = path.slice(0, star);
	const copy = (current: unknown, depth: number): unknown => {
		const object = { ...(current as Record<string, unknown>) };
		const key = keys[depth] as string;
		if (depth === keys.length - 1) delete object[key];
		else object[key] = copy(object[key], depth + 1);
		return object;
	};
	return copy(value, 0);
}
