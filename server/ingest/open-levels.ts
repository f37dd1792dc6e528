import type { RawJson } from '@/core/event/text.ts';
import { type NestedLevel, nestedLevels } from '@/core/formats/nested.ts';

export interface OpenObject {
	readonly kind: 'object';
	/** It is the document. */
	readonly isRoot: boolean;
	readonly level: NestedLevel;
	readonly line: number;
	/** What stands in it besides its records; of the arrays of these only that they are there. */
	readonly beside: Record<string, RawJson>;
	readonly arrays: Record<string, RawJson>;
	expects: 'key' | 'colon' | 'value' | 'comma';
	key: string;
	isEmpty: boolean;
	/** What stands beside its records takes so many bytes, with the keys. */
	besideBytes: number;
	/** That is too much: its records are not read. */
	isRefused: boolean;
	/** Records that stood in it. */
	records: number;
}

export interface OpenArray {
	readonly kind: 'array';
	/** Null: the document is the array. */
	readonly key: string | null;
	/** What its elements hold; null: they are records. */
	readonly level: NestedLevel | null;
	expects: 'element' | 'comma';
	isEmpty: boolean;
}

/** What of a document is open where its reader stands, outermost first. */
export class OpenLevels {
	private readonly open: (OpenObject | OpenArray)[] = [];

	get top(): OpenObject | OpenArray | undefined {
		return this.open.at(-1);
	}

	get depth(): number {
		return this.open.length;
	}

	/** How many steps of a path lead to where the reader stands. */
	get steps(): number {
		return 2 * this.open.filter(({ kind, key }) => kind === 'array' && key !== null).length;
	}

	enterObject(level: NestedLevel, line: number): void {
		const isRoot = this.open.every(({ key }) => key === null);
		const beside = Object.create(null) as Record<string, RawJson>;
		const arrays = Object.create(null) as Record<string, RawJson>;
		const counts = { besideBytes: 0, isRefused: false, records: 0 };
		const start = { line, expects: 'key', key: '', isEmpty: true } as const;
		this.open.push({ kind: 'object', isRoot, level, beside, arrays, ...start, ...counts });
	}

	enterArray(key: string, level: NestedLevel | null): void {
		this.open.push({ kind: 'array', key, level, expects: 'element', isEmpty: true });
	}

	/** A list of documents. */
	enterList(): void {
		const start = { expects: 'element', isEmpty: true } as const;
		this.open.push({ kind: 'array', key: null, level: nestedLevels, ...start });
	}

	/** False: that was the document. */
	leave(): boolean {
		this.open.pop();
		if (this.top !== undefined) this.top.expects = 'comma';
		return this.top !== undefined;
	}

	get isRefused(): boolean {
		return this.open.some((each) => each.kind === 'object' && !each.isRoot && each.isRefused);
	}

	/** So many records more stand in what is open. */
	count(records: number): void {
		const object = this.open.findLast((each) => each.kind === 'object');
		if (object !== undefined) object.records += records;
	}

	/** The document as if it held nothing but this value where the reader stands. */
	around(value: unknown): RawJson {
		return this.open.reduceRight((inner, each) => {
			if (each.kind === 'array') return each.key === null ? inner : { [each.key]: [inner] };
			return each.isRoot ? inner : { ...each.beside, ...(inner as object) };
		}, value) as RawJson;
	}
}
