import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RawJson } from '@/core/event/text.ts';
import { createRedactor } from '@/core/secrets/redactor.ts';

/**
 * Speed of redaction as a ratio against `JSON.parse` and `JSON.stringify` of the same lines, measured in
 * the same run, so that machines and their load compare. The argument is a file of JSON lines.
 */
export async function secretsSpeed(path: string): Promise<void> {
	const lines = readFileSync(path, 'utf8')
		.slice(0, 60_000_000)
		.split('\n')
		.filter((line) => line.startsWith('{') && line.endsWith('}'));
	const bytes = lines.reduce((sum, line) => sum + line.length, 0);
	const hmac = (label: string, text: string) =>
		createHmac('sha256', `bench ${label}`).update(text).digest('hex');
	const redactor = createRedactor({ hmac });

	let kept = 0;
	let reference = 0;
	let redaction = 0;
	for (const line of lines) {
		const start = performance.now();
		const value = JSON.parse(line) as RawJson;
		kept += JSON.stringify(value).length;
		const middle = performance.now();
		kept += redactor.redactJson(value).found.length;
		redaction += performance.now() - middle;
		reference += middle - start;
	}
	process.stdout.write(
		`${JSON.stringify({
			lines: lines.length,
			megabytes: Math.round(bytes / 1e6),
			parseAndWriteMs: Math.round(reference),
			redactionMs: Math.round(redaction),
			ratio: Number((redaction / reference).toFixed(2)),
			redactionMBps: Math.round(bytes / 1e3 / redaction),
			kept: kept > 0,
		})}\n`,
	);
}
