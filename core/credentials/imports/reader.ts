import { formatTime, parseTime } from '../../event/time.ts';
import type { Credential, CredentialSighting } from '../credential.ts';

/** A file of an inventory, parsed as far as its syntax goes. */
export type ImportDocument =
	| { readonly kind: 'json'; readonly value: unknown }
	| { readonly kind: 'lines'; readonly records: readonly ImportRecord[] }
	| {
			readonly kind: 'table';
			readonly columns: readonly string[];
			readonly records: readonly ImportRecord[];
	  };

/** One element, line or row. */
export interface ImportRecord {
	/** 1-based line in the file; null for an element of a JSON document. */
	readonly line: number | null;
	/** 1-based position among its siblings. */
	readonly element: number;
	readonly value: unknown;
}

/** What readers need of the workspace's key. Nothing that they are given here keeps the secret. */
export interface ImportTools {
	/** Fingerprint of a secret, as redaction makes it. */
	readonly fingerprintOf: (secret: string) => string;
	/** Keyed hash of the last characters. */
	readonly tailHash: (length: 4 | 8, tail: string) => string;
	/** The kind that a secret's own shape gives away; null: none. */
	readonly kindOf: (secret: string) => string | null;
	/** Redacts text that people wrote: names, messages, paths. */
	readonly clean: (text: string) => string;
	/** Digest of text that holds no secret, in hexadecimal. */
	readonly digest: (text: string) => string;
}

export interface ImportedCredential {
	readonly credential: Credential;
	readonly sightings: readonly CredentialSighting[];
	/** Secrets of the record, to be taken out of everything that is kept; never kept themselves. */
	readonly secrets?: readonly string[];
	/** Identity where the credential has none of its own: the place where a scanner found it. */
	readonly place?: string;
}

/** How one source's export is recognised and read. */
export interface ImportReader {
	/** Stands in `sources` of credentials. */
	readonly id: string;
	readonly title: string;
	/** The records of the document, or null where it is no export of this source. */
	readonly records: (document: ImportDocument) => readonly ImportRecord[] | null;
	/** The credentials of one record; a text says why it holds none that can be read. */
	readonly read: (record: ImportRecord, tools: ImportTools) => ImportedCredential[] | string;
}

export type Fields = { readonly [key: string]: unknown };

export const isFields = (given: unknown): given is Fields =>
	typeof given === 'object' && given !== null && !Array.isArray(given);

/** The value at a path of own keys. */
export function fieldAt(given: unknown, ...path: readonly string[]): unknown {
	let current = given;
	for (const key of path) {
		if (!isFields(current) || !Object.hasOwn(current, key)) return undefined;
		current = current[key];
	}
	return current;
}

/** Text at a path; numbers as text; null for the empty string and everything else. */
export function textAt(given: unknown, ...path: readonly string[]): string | null {
	const found = fieldAt(given, ...path);
	if (typeof found === 'string') return found.trim() === '' ? null : found.trim();
	return typeof found === 'number' && Number.isFinite(found) ? String(found) : null;
}

/** A time at a path as RFC 3339 in UTC; null for none, for `N/A` and the like, and for damage. */
export function timeAt(given: unknown, ...path: readonly string[]): string | null {
	const found = fieldAt(given, ...path);
	const micros = parseTime(found);
	return micros === null ? null : formatTime(micros);
}

export const textsAt = (given: unknown, ...path: readonly string[]): string[] => {
	const found = fieldAt(given, ...path);
	return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : [];
};

export const hasKey = (given: unknown, ...path: readonly string[]): boolean =>
	fieldAt(given, ...path) !== undefined;

/** Elements of a JSON array as records. */
export const elements = (values: readonly unknown[]): ImportRecord[] =>
	values.map((each, index) => ({ line: null, element: index + 1, value: each }));

/**
 * The objects that an export lists: the root array, or the array under one of the keys, or lines, or
 * rows. Null where there is no such list.
 */
export function listed(
	document: ImportDocument,
	...keys: readonly string[]
): readonly ImportRecord[] | null {
	if (document.kind !== 'json') return document.records;
	const { value } = document;
	if (Array.isArray(value)) return elements(value);
	for (const key of keys) {
		const found = fieldAt(value, ...key.split('.'));
		if (Array.isArray(found)) return elements(found);
	}
	return null;
}

/** The list, if its first objects pass the test: how most exports are recognised. */
export function listedWhere(
	document: ImportDocument,
	test: (fields: Fields) => boolean,
	...keys: readonly string[]
): readonly ImportRecord[] | null {
	const records = listed(document, ...keys);
	if (records === null || records.length === 0) return null;
	const sample = records.slice(0, 5).map((record) => record.value);
	return sample.some((each) => isFields(each) && test(each)) ? records : null;
}
