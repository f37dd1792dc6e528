import { createHmac, randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ownText } from '@/core/event/text.ts';
import { checkDigitsOf } from '@/core/secrets/check-digits.ts';
import { detect } from '@/core/secrets/detect.ts';
import { marker } from '@/core/secrets/markers.ts';
import { type Match, resolveOverlaps } from '@/core/secrets/match.ts';
import { createRedactor, type Redactor } from '@/core/secrets/redactor.ts';
import { ByteSourceError, readBytes } from '@/server/ingest/read-bytes.ts';
import type { CliIo } from './io.ts';

const HELP = `Usage: aftertrace secrets PATH… [options]

Finds secrets in text files (files, folders, - for standard input; .gz and .zst too). Prints where
each stands, its kind and its fingerprint; never the secret.

  --json                one JSON object a line: kind, path, line, column, fingerprint, redacted, checkDigits

Binary files are named on standard error. Fingerprints hold within one run. Set
AFTERTRACE_FINGERPRINT_KEY to compare them between runs.
`;

/** Characters read at once; a file that is longer is read piece by piece. */
const pieceChars = 4 * 1024 * 1024;
/** What two pieces share, so that a secret at their border stands whole in one of them. */
const overlapChars = 64 * 1024;
/** Characters of the line that are shown around a secret. */
const shownChars = 60;

/** `aftertrace secrets`: exit 0 done, 2 usage, 3 unreadable. */
export async function secretsVerb(args: readonly string[], io: CliIo): Promise<number> {
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			json: { type: 'boolean' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	if (values.help) {
		io.stdout(HELP);
		return 0;
	}
	if (positionals.length === 0) {
		io.stderr('aftertrace secrets: name at least one file or folder; see --help\n');
		return 2;
	}
	const key = io.env.AFTERTRACE_FINGERPRINT_KEY ?? randomBytes(32).toString('hex');
	const hmac = (label: string, text: string): string =>
		createHmac('sha256', key).update(`${label}\0${text}`, 'utf8').digest('hex');
	const scan = new Scan(createRedactor({ hmac }), values.json ?? false, io);
	const seen = new Set<string>();
	for (const given of positionals) {
		if (given === '-') await scan.stream('-', process.stdin);
		else await scan.path(given, path.resolve(io.cwd, given), seen);
	}
	io.stderr(`${scan.found} secrets in ${scan.files} files\n`);
	return scan.unreadable ? 3 : 0;
}

class Scan {
	found = 0;
	files = 0;
	unreadable = false;

	constructor(
		private readonly redactor: Redactor,
		private readonly json: boolean,
		private readonly io: CliIo,
	) {}

	/** A file, or every file of a folder; links are followed, and each real place is read once. */
	async path(shown: string, full: string, seen: Set<string>): Promise<void> {
		try {
			const real = await fs.realpath(full);
			if (seen.has(real)) return;
			seen.add(real);
			const stat = await fs.stat(real);
			if (stat.isDirectory()) {
				for (const name of (await fs.readdir(real)).sort())
					if (name !== '.git' && name !== 'node_modules')
						await this.path(path.join(shown, name), path.join(full, name), seen);
			} else if (stat.isFile()) await this.stream(shown, full);
		} catch (error) {
			this.fail(shown, error instanceof Error ? error.message : String(error));
		}
	}

	async stream(shown: string, input: string | AsyncIterable<Uint8Array>): Promise<void> {
		this.files++;
		try {
			await this.pieces(shown, readBytes(input));
		} catch (error) {
			if (!(error instanceof ByteSourceError)) throw error;
			this.fail(shown, error.message);
		}
	}

	private fail(shown: string, why: string): void {
		this.unreadable = true;
		this.io.stderr(`aftertrace secrets: ${shown} could not be read: ${why}\n`);
	}

	private async pieces(shown: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
		let decoder = new TextDecoder('utf-8');
		let text = '';
		let line = 1;
		let column = 1;
		let isFirst = true;
		/** Up to here, in the current piece, what is found was reported with the piece before. */
		let reported = 0;
		const look = (isLast: boolean): void => {
			const end = isLast ? text.length : text.length - overlapChars;
			reported = Math.max(this.report(shown, text, { line, column, reported, end }), reported, 0);
			const cut = isLast ? text.length : Math.max(0, end - overlapChars);
			const before = text.slice(0, cut);
			const breaks = countBreaks(before);
			column = breaks === 0 ? column + cut : cut - before.lastIndexOf('\n');
			line += breaks;
			text = text.slice(cut);
			reported = Math.max(reported, end) - cut;
		};
		for await (const chunk of bytes) {
			const encoding = isFirst ? encodingOf(chunk) : null;
			if (isFirst && encoding === null) {
				this.io.stderr(`${shown}: not read: it is not text\n`);
				return;
			}
			if (encoding !== null) decoder = new TextDecoder(encoding);
			isFirst = false;
			text += decoder.decode(chunk, { stream: true });
			if (text.length >= pieceChars) look(false);
		}
		text += decoder.decode();
		look(true);
	}

	/** Reports what begins within `[reported, end)`; answers where the last of it ends. */
	private report(
		shown: string,
		text: string,
		at: { line: number; column: number; reported: number; end: number },
	): number {
		let last = at.reported;
		const place = new Places(text, at.line, at.column);
		const matches = resolveOverlaps([...detect(text)]);
		for (const [index, match] of matches.entries()) {
			if (match.readable === true || match.start < last || match.start >= at.end) continue;
			last = match.end;
			const secret = match.secret ?? text.slice(match.start, match.end);
			const fingerprint = this.redactor.fingerprintOf(secret);
			this.found++;
			const { line, column, lineStart } = place.of(match.start);
			const redacted = this.around(text, matches, index, lineStart);
			const finding = {
				kind: match.kind,
				path: shown,
				line,
				column,
				fingerprint,
				redacted,
				checkDigits: checkDigitsOf(match.kind, secret),
			};
			this.io.stdout(
				this.json
					? `${JSON.stringify(finding)}\n`
					: `${shown}:${line}:${column}  ${match.kind}${finding.checkDigits === false ? ' (wrong check digits)' : ''}  ${fingerprint}  ${redacted.trim()}\n`,
			);
		}
		return last;
	}

	/**
	 * The line around a match, every secret in it replaced as a whole: a neighbour that the window cuts
	 * would else show a part of itself. What earlier places taught is replaced as well.
	 */
	private around(
		text: string,
		matches: readonly Match[],
		index: number,
		lineStart: number,
	): string {
		const match = matches[index] as Match;
		const from = Math.max(lineStart, match.start - shownChars);
		const lineEnd = text.slice(match.end, match.end + shownChars).search(/[\r\n]/);
		const to = match.end + (lineEnd === -1 ? shownChars : lineEnd);
		let first = index;
		while (first > 0 && (matches[first - 1] as Match).end > from) first--;
		let out = '';
		let at = from;
		for (let i = first; i < matches.length; i++) {
			const each = matches[i] as Match;
			if (each.start >= to) break;
			if (each.readable === true) continue;
			const secret = each.secret ?? text.slice(each.start, each.end);
			out += text.slice(at, Math.max(at, each.start));
			out += marker(each.kind, this.redactor.fingerprintOf(secret));
			at = Math.max(at, each.end);
		}
		out += text.slice(at, Math.max(at, to));
		// Every match is a marker by now; this hides what is known from elsewhere.
		return this.redactor.redactAgain(ownText(out)).text;
	}
}

const countBreaks = (text: string): number => {
	let count = 0;
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
	return count;
};

/** By the byte order mark; null for what holds NUL bytes and so is no text. */
function encodingOf(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
	const [a, b] = head;
	if (a === 0xff && b === 0xfe) return 'utf-16le';
	if (a === 0xfe && b === 0xff) return 'utf-16be';
	return head.subarray(0, 8_192).includes(0) ? null : 'utf-8';
}

/** Lines and columns (1-based) of places that are asked for in order. */
class Places {
	private at = 0;
	private lineStart: number;

	constructor(
		private readonly text: string,
		private line: number,
		column: number,
	) {
		this.lineStart = 1 - column;
	}

	of(offset: number): { line: number; column: number; lineStart: number } {
		for (
			let next = this.text.indexOf('\n', this.at);
			next !== -1 && next < offset;
			next = this.text.indexOf('\n', this.at)
		) {
			this.line++;
			this.at = next + 1;
			this.lineStart = next + 1;
		}
		return {
			line: this.line,
			column: offset - this.lineStart + 1,
			lineStart: Math.max(0, this.lineStart),
		};
	}
}
