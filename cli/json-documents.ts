import { ByteSourceError, readBytes } from '@/server/ingest/read-bytes.ts';
import { readLines } from '@/server/ingest/read-lines.ts';

/** Longest document, in characters, and longest line, in bytes. */
const documentMax = 16 * 1024 ** 2;

/**
 * JSON documents that stand one after the other in a file, each on a line or spread over several, as
 * exporters of Windows events write them. A document ends at a line that closes what its first line
 * opened. What is not JSON is passed over; damage ends the file.
 */
export async function* readDocuments(
	path: string,
): AsyncGenerator<{ readonly value: unknown; readonly line: number }> {
	let held: string[] = [];
	let size = 0;
	let start = 1;
	try {
		for await (const { text, number } of readLines(readBytes(path), documentMax)) {
			if (text === null || (held.length === 0 && text.trim() === '')) continue;
			if (held.length === 0) start = number;
			held.push(text);
			size += text.length;
			if (!/^[}\]]/.test(text) && !(held.length === 1 && /[}\]]\s*$/.test(text))) {
				if (size <= documentMax) continue;
			}
			for (const value of valuesIn(held.join('\n'))) yield { value, line: start };
			held = [];
			size = 0;
		}
	} catch (error) {
		if (!(error instanceof ByteSourceError)) throw error;
	}
}

function valuesIn(text: string): unknown[] {
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value : [value];
	} catch {
		return [];
	}
}
