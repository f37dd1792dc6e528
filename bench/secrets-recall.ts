import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rawText } from '@/core/event/text.ts';
import { createRedactor } from '@/core/secrets/redactor.ts';

/**
 * Recall and precision of redaction on labelled specimens: `{rule, label: 0|1, text}` a line.
 * Usage: `tsx bench/secrets-recall.ts LABELLED.jsonl [--list]`. The texts are never printed whole.
 */
const [path, flag] = process.argv.slice(2);
if (path === undefined) {
	console.error('usage: tsx bench/secrets-recall.ts LABELLED.jsonl [--list]');
	process.exit(2);
}
const hmac = (label: string, text: string) =>
	createHmac('sha256', `bench ${label}`).update(text).digest('hex');
let [tp, fn, fp, tn] = [0, 0, 0, 0];
for (const line of readFileSync(path, 'utf8').split('\n')) {
	if (line.trim() === '') continue;
	const { rule, label, text } = JSON.parse(line) as { rule: string; label: number; text: string };
	const { found } = createRedactor({ hmac }).redactText(rawText(text));
	const hit = found.length > 0;
	if (label === 1) hit ? tp++ : fn++;
	else hit ? fp++ : tn++;
	if (flag === '--list' && hit !== (label === 1)) {
		console.log(
			`${hit ? 'false positive' : 'missed'}\t${rule}\t${found.map((s) => s.kind).join(',')}\t${JSON.stringify(text.slice(0, 110))}`,
		);
	}
}
console.log(JSON.stringify({ tp, fn, fp, tn, recall: tp / (tp + fn), precision: tp / (tp + fp) }));
