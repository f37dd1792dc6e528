import { formatReaders } from './registry.ts';

/** Arrays by their key, each with what its elements hold; null: its elements are records. */
export type NestedLevel = ReadonlyMap<string, NestedLevel | null>;

/** A record with what describes it: the document, with one element in each array above it. */
export interface NestedRecord<Json> {
	readonly value: Json;
	/** Keys down to it, `*` for an array's index; empty: what the document says besides its records. */
	readonly path: readonly string[];
	/** Which of all elements under `path` it is, in the order of the document. */
	readonly ordinal: number;
	/** Its records are not taken out, since each would carry so many characters that describe it; else null. */
	readonly tooLarge: number | null;
}

/** Characters that describe a record on one level: each record of the level carries them. */
export const contextMax = 64 * 1024;

type MutableLevel = Map<string, MutableLevel | null>;

function levelsOf(paths: readonly string[]): NestedLevel {
	const root: MutableLevel = new Map();
	for (const path of paths) {
		let level = root;
		const keys = path.split('.').map((part) => part.slice(0, -2));
		for (const [index, key] of keys.entries()) {
			const inner: MutableLevel | null =
				index === keys.length - 1 ? null : (level.get(key) ?? new Map());
			level.set(key, inner);
			if (inner !== null) level = inner;
		}
	}
	return root;
}

/** What documents of all formats hold whose records stand under what describes them. */
export const nestedLevels = levelsOf(formatReaders.flatMap((reader) => reader.nested ?? []));

type Values<Json> = { readonly [key: string]: Json };

const isObject = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Takes an export apart whose records stand under what describes them (OpenTelemetry's resource and
 * scope): so that each record is one, with that, however many the export holds. Null: it is none.
 * What holds no records is one itself, so that it is named.
 */
export function nestedRecords<Json>(document: Json): readonly NestedRecord<Json>[] | null {
	const root = document as Values<Json>;
	if (!isObject(document) || arraysIn(root, nestedLevels).length === 0) return null;
	const found: NestedRecord<Json>[] = [];
	const counts = new Map<string, number>();
	const collect = (
		object: Values<Json>,
		level: NestedLevel,
		path: readonly string[],
		around: (inner: Values<Json>) => Json,
	): void => {
		const arrays = arraysIn(object, level);
		const beside = path.length === 0 ? {} : without(object, arrays);
		const chars = JSON.stringify(beside).length;
		if (arrays.length > 0 && chars > contextMax) {
			const ordinal = (counts.get(path.join()) ?? 1) - 1;
			found.push({ value: around({}), path, ordinal, tooLarge: chars });
			return;
		}
		for (const key of arrays) {
			const inner = level.get(key) ?? null;
			const elementPath = [...path, key, '*'];
			const counted = elementPath.join();
			const within = (element: Json): Json => around({ ...beside, [key]: [element] as Json });
			for (const element of object[key] as readonly Json[]) {
				const ordinal = counts.get(counted) ?? 0;
				counts.set(counted, ordinal + 1);
				const before = found.length;
				if (inner !== null && isObject(element))
					collect(element as Values<Json>, inner, elementPath, (one) => within(one as Json));
				if (found.length === before)
					found.push({ value: within(element), path: elementPath, ordinal, tooLarge: null });
			}
		}
	};
	collect(root, nestedLevels, [], (inner) => inner as Json);
	const rest = without(root, arraysIn(root, nestedLevels));
	const whole = { path: [], ordinal: 0, tooLarge: null };
	if (found.length === 0) found.push({ value: document, ...whole });
	else if (Object.keys(rest).length > 0) found.push({ value: rest as Json, ...whole });
	return found;
}

const arraysIn = (object: Values<unknown>, level: NestedLevel): string[] =>
	Object.keys(object).filter((key) => level.has(key) && Array.isArray(object[key]));

const without = <Json>(object: Values<Json>, keys: readonly string[]): Values<Json> =>
	Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
