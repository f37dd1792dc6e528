/** Shorter runs are words. */
export const BASE64_RUN_MIN = 32;
const base64Codes = new Uint8Array(128);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') {
	base64Codes[char.charCodeAt(0)] = 1;
}

const isBase64Code = (text: string, i: number): boolean => base64Codes[text.charCodeAt(i)] === 1;

/**
 * The start of the next run of at least 32 base64 characters, or -1. Found by leaps: such a run
 * cannot hide between two looks 32 apart.
 */
export function nextBase64Run(text: string, start: number): number {
	for (let from = start; from + BASE64_RUN_MIN <= text.length; ) {
		let back = from + BASE64_RUN_MIN - 1;
		while (back >= from && isBase64Code(text, back)) back--;
		if (back < from) return from;
		from = back + 1;
	}
	return -1;
}

/** Where the run that starts here ends, its padding included. */
export function base64RunEnd(text: string, start: number): number {
	let end = start + BASE64_RUN_MIN;
	while (end < text.length && isBase64Code(text, end)) end++;
	const padded = end + 2;
	while (end < padded && text[end] === '=') end++;
	return end;
}
