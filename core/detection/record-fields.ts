import type { FieldSource, FieldValue } from './sigma/expression.ts';

/** Texts of one record that keywords are looked for in, and how deep they are gathered. */
const textsMax = 20_000;
const depthMax = 64;

/**
 * A JSON record as rules see it. `a.b.c` walks into objects, and through arrays into each of their
 * elements; a key that itself holds dots is found too. An object stands for its JSON text.
 */
export function recordFields(record: unknown): FieldSource {
	let texts: readonly string[] | null = null;
	return {
		values(field) {
			const found: FieldValue[] = [];
			return collect(record, segmentsOf(field), 0, found) ? found : undefined;
		},
		texts() {
			if (texts === null) {
				const gathered: string[] = [];
				gather(record, gathered, 0);
				texts = gathered;
			}
			return texts;
		},
	};
}

const known = new Map<string, readonly string[]>();

/** Rules ask for the same fields of every record. */
function segmentsOf(field: string): readonly string[] {
	let segments = known.get(field);
	if (segments === undefined) {
		segments = field.split('.');
		if (known.size < 10_000) known.set(field, segments);
	}
	return segments;
}

/** Adds the values that stand at a path; answers whether the path exists at all. */
function collect(
	node: unknown,
	segments: readonly string[],
	at: number,
	found: FieldValue[],
): boolean {
	if (Array.isArray(node)) {
		let exists = at === segments.length;
		for (const each of node) if (collect(each, segments, at, found)) exists = true;
		return exists;
	}
	if (at === segments.length) {
		found.push(scalarOf(node));
		return true;
	}
	if (typeof node !== 'object' || node === null) return false;
	const object = node as Readonly<Record<string, unknown>>;
	const key = segments[at] as string;
	if (Object.hasOwn(object, key) && collect(object[key], segments, at + 1, found)) return true;
	for (let end = segments.length; end > at + 1; end--) {
		const joined = segments.slice(at, end).join('.');
		if (Object.hasOwn(object, joined) && collect(object[joined], segments, end, found)) return true;
	}
	return false;
}

function scalarOf(value: unknown): FieldValue {
	if (value === null || typeof value === 'string' || typeof value === 'number') return value;
	if (typeof value === 'boolean') return value;
	return JSON.stringify(value) ?? null;
}

function gather(node: unknown, texts: string[], depth: number): void {
	if (texts.length >= textsMax || depth > depthMax) return;
	if (typeof node === 'string') texts.push(node);
	else if (typeof node === 'number' || typeof node === 'boolean') texts.push(String(node));
	else if (Array.isArray(node)) for (const each of node) gather(each, texts, depth + 1);
	else if (typeof node === 'object' && node !== null)
		for (const [key, each] of Object.entries(node)) {
			texts.push(key);
			gather(each, texts, depth + 1);
		}
}
