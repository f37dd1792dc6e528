import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { secretsVerb } from './secrets.ts';

interface Finding {
	readonly kind: string;
	readonly path: string;
	readonly line: number;
	readonly column: number;
	readonly fingerprint: string;
	readonly redacted: string;
}

async function run(files: Readonly<Record<string, string | Uint8Array>>) {
	const folder = mkdtempSync(path.join(tmpdir(), 'aftertrace-secrets-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const [name, content] of Object.entries(files))
		writeFileSync(path.join(folder, name), content);
	let out = '';
	let err = '';
	const exit = await secretsVerb([folder, '--json'], {
		stdout: (text) => {
			out += text;
		},
		stderr: (text) => {
			err += text;
		},
		isTerminal: false,
		cwd: folder,
		env: { AFTERTRACE_FINGERPRINT_KEY: 'k' },
	});
	const findings = out
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Finding);
	return { exit, out, err, findings };
}

const secret = (): string =>
	`${['gh', 'p_'].join('')}${randomBytes(27).toString('hex').slice(0, 36)}`;

describe('secrets', () => {
	it('says where a secret stands, and never the secret', async () => {
		const token = secret();
		const { findings, out } = await run({ 'a.txt': `one\n  token: ${token} tail\n` });
		expect(findings).toHaveLength(1);
		expect(findings[0]).toMatchObject({ line: 2, column: 10 });
		expect(findings[0]?.redacted).toContain('token: ‹');
		expect(out).not.toContain(token);
	});

	it('gives one secret the same fingerprint wherever it stands', async () => {
		const token = secret();
		const { findings } = await run({ a: `x=${token}`, b: `{"y": "${token}"}` });
		expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(1);
		expect(findings).toHaveLength(2);
	});

	it('shows no part of a neighbour that stands at the edge of what is shown', async () => {
		const tokens = Array.from({ length: 12 }, secret);
		const { out, findings } = await run({ a: tokens.join(' ') });
		expect(findings).toHaveLength(12);
		for (const token of tokens) expect(out).not.toContain(token.slice(8, 24));
	});

	it('finds what stands anywhere in a file longer than it reads at once, once, at its place', async () => {
		const places = [10, 4_128_700, 4_194_280, 4_194_400, 8_300_000];
		const tokens = places.map(secret);
		let text = '';
		places.forEach((place, at) => {
			text = `${text.padEnd(place - 1, 'lorem ipsum\n').slice(0, place - 1)}\n${tokens[at]}\n`;
		});
		const { findings, out } = await run({ a: text });
		expect(findings).toHaveLength(places.length);
		findings.forEach(({ line, column }, at) => {
			const before = text.slice(0, text.indexOf(tokens[at] ?? ''));
			expect(line).toBe(before.split('\n').length);
			expect(column).toBe(1);
		});
		for (const token of tokens) expect(out).not.toContain(token);
	});

	it('names binary files, reads UTF-16, and goes on', async () => {
		const token = secret();
		const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`t ${token}`, 'utf16le')]);
		const { findings, err, exit } = await run({ 'a.bin': Buffer.from([1, 0, 2]), 'w.txt': wide });
		expect(err).toContain('a.bin: not read: it is not text');
		expect(findings.map(({ path: file }) => path.basename(file))).toEqual(['w.txt']);
		expect(exit).toBe(0);
	});

	it('leaves ordinary text alone', async () => {
		const { findings, exit } = await run({ a: `id ${randomUUID()}\nhello world\n` });
		expect(findings).toEqual([]);
		expect(exit).toBe(0);
	});
});
