/** A run of percent-encoded text, decoded, with where each decoded character stands in the text. */
export interface PercentRun {
	readonly text: string;
	/** One more than `text` has characters: the end of the last. */
	readonly places: readonly number[];
}

const RUN_MAX = 16_384;
const BREAK = /[\s"'<>\\`,;&|(){}[\]]/;

/**
 * Runs that hold `%XX`, from one break (white space, a quote, `&` …) to the next. Bytes that are no
 * UTF-8 stay as they are. Linear: every character belongs to one run at most.
 */
export function* percentRuns(text: string): Generator<PercentRun> {
	let before = 0;
	for (let at = text.indexOf('%'); at !== -1; ) {
		let start = at;
		// Half a run at most stands before its first `%`, so that each run takes the text further.
		while (start > before && at - start < RUN_MAX / 2 && !BREAK.test(text[start - 1] as string))
			start--;
		let end = at;
		while (end < text.length && end - start < RUN_MAX && !BREAK.test(text[end] as string)) end++;
		before = end;
		const run = decodeRun(text, start, end);
		if (run !== null) yield run;
		at = text.indexOf('%', end);
	}
}

function decodeRun(text: string, start: number, end: number): PercentRun | null {
	let decoded = '';
	let any = false;
	const places: number[] = [];
	for (let i = start; i < end; ) {
		const code = text[i] === '%' ? /^%[0-7][0-9A-Fa-f]/.exec(text.slice(i, i + 3)) : null;
		places.push(i);
		if (code === null) decoded += text[i++];
		else {
			decoded += String.fromCharCode(Number.parseInt(code[0].slice(1), 16));
			any = true;
			i += 3;
		}
	}
	places.push(end);
	return any ? { text: decoded, places } : null;
}
