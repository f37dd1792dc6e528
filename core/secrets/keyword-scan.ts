/**
 * Finds many literals in one walk over a text, whatever the text (Aho and Corasick, 1975, compiled
 * into a table of transitions). Letters are compared without case, ASCII only.
 */
export interface KeywordScan {
	/**
	 * Calls `hit(target, keyword index, start)` for every occurrence, in order of their ends. Work is
	 * linear in the text and in the number of hits.
	 */
	readonly scan: <Target>(
		text: string,
		target: Target,
		hit: (target: Target, keyword: number, start: number) => void,
	) => void;
	/** Whether any keyword occurs. */
	readonly hits: (text: string) => boolean;
}

const ALPHABET = 128;
/** Characters of keywords, without case; class 0 is every other character. */
const CLASS_BITS = 6;
const CLASSES = 1 << CLASS_BITS;

export function keywordScan(keywords: readonly string[]): KeywordScan {
	const next: number[][] = [new Array<number>(ALPHABET).fill(-1)];
	const ends: number[][] = [[]];
	keywords.forEach((keyword, index) => {
		let state = 0;
		for (const char of keyword) {
			const code = char.charCodeAt(0);
			const row = next[state] as number[];
			if (row[code] === -1) {
				row[code] = next.length;
				next.push(new Array<number>(ALPHABET).fill(-1));
				ends.push([]);
			}
			state = row[code] as number;
		}
		(ends[state] as number[]).push(index);
	});
	const { table: wide, outputs } = compile(next, ends);
	const lengths = keywords.map((keyword) => keyword.length);
	const { classOf, table } = narrowed(wide, keywords);
	const isFinal = Uint8Array.from(outputs, (list) => (list === null ? 0 : 1));
	return {
		scan(text, target, hit) {
			let state = 0;
			for (let i = 0; i < text.length; i++) {
				const code = text.charCodeAt(i);
				state =
					code < ALPHABET
						? (table[(state << CLASS_BITS) | (classOf[code] as number)] as number)
						: 0;
				if (isFinal[state] === 0) continue;
				for (const keyword of outputs[state] as readonly number[]) {
					hit(target, keyword, i + 1 - (lengths[keyword] as number));
				}
			}
		},
		hits(text) {
			let state = 0;
			for (let i = 0; i < text.length; i++) {
				const code = text.charCodeAt(i);
				state =
					code < ALPHABET
						? (table[(state << CLASS_BITS) | (classOf[code] as number)] as number)
						: 0;
				if (isFinal[state] === 1) return true;
			}
			return false;
		},
	};
}

/** Fills in the failure transitions breadth first, so that the walk never steps back. */
function compile(next: number[][], ends: number[][]) {
	const fail = new Int32Array(next.length);
	const queue: number[] = [];
	const root = next[0] as number[];
	for (let code = 0; code < ALPHABET; code++) {
		const child = root[code] as number;
		if (child === -1) root[code] = 0;
		else queue.push(child);
	}
	for (let head = 0; head < queue.length; head++) {
		const state = queue[head] as number;
		const row = next[state] as number[];
		const failed = fail[state] as number;
		const failedRow = next[failed] as number[];
		(ends[state] as number[]).push(...(ends[failed] as number[]));
		for (let code = 0; code < ALPHABET; code++) {
			const child = row[code] as number;
			if (child === -1) row[code] = failedRow[code] as number;
			else {
				fail[child] = failedRow[code] as number;
				queue.push(child);
			}
		}
	}
	const table = new Uint16Array(next.length * ALPHABET);
	next.forEach((row, state) => {
		for (let code = 0; code < ALPHABET; code++)
			table[state * ALPHABET + code] = row[code] as number;
	});
	return { table, outputs: ends.map((list) => (list.length === 0 ? null : list)) };
}

/** The table with one column a class of characters: small enough to stay in the processor's cache. */
function narrowed(wide: Uint16Array, keywords: readonly string[]) {
	const used = [...new Set(keywords.join(''))];
	if (used.length >= CLASSES)
		throw new Error('keywords use more characters than there are classes');
	const classOf = new Uint8Array(ALPHABET);
	used.forEach((char, index) => {
		classOf[char.charCodeAt(0)] = index + 1;
		classOf[char.toUpperCase().charCodeAt(0)] = index + 1;
	});
	const states = wide.length / ALPHABET;
	const table = new Uint16Array(states * CLASSES);
	for (let state = 0; state < states; state++) {
		used.forEach((char, index) => {
			const to = wide[state * ALPHABET + char.charCodeAt(0)] as number;
			table[state * CLASSES + index + 1] = to;
		});
	}
	return { classOf, table };
}
