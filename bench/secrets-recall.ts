import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rawText } from '@/core/event/text.ts';
import { createRedactor } from '@/core/secrets/redactor.ts';

/**
 * Recall and precision of redaction on labelled specimens: `{rule, label: 0|1, text}` a line. The
 * argument is the folder of the sample logs; texts are shown, cut, only where VERBOSE is set.
 */
export async function secretsRecall(folder: string): Promise<void> {
	const path = join(folder, 'secrets', 'labelled.jsonl');
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
		if (process.env.VERBOSE !== undefined && hit !== (label === 1)) {
			process.stdout.write(
				`${hit ? 'false positive' : 'missed'}\t${rule}\t${found.map((s) => s.kind).join(',')}\t${JSON.stringify(text.slice(0, 110))}\n`,
			);
		}
	}
	process.stdout.write(
		`recall ${tp}/${tp + fn} = ${(tp / (tp + fn)).toFixed(3)}, precision ${tp}/${tp + fp} = ${(tp / (tp + fp)).toFixed(3)}\n`,
	);
}
