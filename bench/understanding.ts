import { figures, judge, labelledSamples, textOf } from '@/scenarios/understanding/labelled.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const share = (part: number, whole: number): string =>
	`${part}/${whole} = ${(part / Math.max(1, whole)).toFixed(3)}`;

/**
 * Precision and recall per action class over the labelled commands and calls, and whether the
 * resource of what was found right is named right. `VERBOSE=1` lists what went wrong.
 */
export async function understanding(): Promise<void> {
	const verdicts = labelledSamples().map(judge);
	print(`${verdicts.length} labelled commands and calls`);
	for (const { label, right, stated, wanted } of figures(verdicts))
		print(
			`${label.padEnd(9)} precision ${share(right, stated).padEnd(18)} recall ${share(right, wanted)}`,
		);
	const weaker = verdicts.filter(({ weakens }) => weakens);
	const rightly = weaker.filter(({ sample }) => sample.weakens === true).length;
	// Deleting a copy or a log weakens too; only samples that say so, and harmless ones, are measured.
	const wrongly = weaker.filter(({ sample }) => sample.class === 'harmless').length;
	const wanted = verdicts.filter(({ sample }) => sample.weakens === true).length;
	print(
		`weakens   precision ${share(rightly, rightly + wrongly).padEnd(18)} recall ${share(rightly, wanted)}`,
	);
	const right = verdicts.filter((v) => v.found === v.sample.class && v.found !== 'harmless');
	for (const part of ['provider', 'kind', 'id'] as const) {
		const labelled = right.filter((v) => v.sample[part] !== undefined);
		print(
			`${part.padEnd(9)} of those found ${share(labelled.filter((v) => v.subject[part]).length, labelled.length)}`,
		);
	}
	if (process.env.VERBOSE === undefined) return;
	for (const { sample, found, subject, readings } of verdicts) {
		const shown = textOf(sample).replaceAll('\n', ' ⏎ ').slice(0, 200);
		const read = readings
			.map(
				(act) =>
					`${act.class} ${act.provider} ${act.operation} [${act.resources.map((r) => `${r.kind}=${r.id}`).join(',')}]`,
			)
			.join('; ')
			.slice(0, 300);
		if (found !== sample.class) print(`WRONG ${sample.class}→${found}: ${shown}\n      ${read}`);
		else if (found !== 'harmless' && Object.values(subject).includes(false))
			print(`SUBJECT ${sample.provider} ${sample.kind}=${sample.id}: ${shown}\n      ${read}`);
	}
}
