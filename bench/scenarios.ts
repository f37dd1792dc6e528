import { Draw } from '@/scenarios/kit.ts';
import { library } from '@/scenarios/library.ts';
import { type Counts, measure, type Score } from '@/scenarios/measure.ts';

/**
 * Runs the scenario library with fresh seeds and prints how much of what its makers know is found.
 * The argument is the first seed (default: the time), so that a run can be repeated.
 */
export async function scenarios(argument: string): Promise<void> {
	const first = Number(argument) || Date.now() % 1_000_000;
	const scores: Score[] = [];
	for (let round = 0; round < 5; round++)
		for (const [index, make] of library.entries()) {
			const scenario = make(new Draw(first + round * 1_000 + index));
			const score = await measure(scenario);
			scores.push(score);
			for (const line of faultsOf(score))
				process.stdout.write(`${scenario.name} (seed ${first + round * 1_000 + index}): ${line}\n`);
		}
	const loud = scores.filter((score) => score.expected);
	const still = scores.filter((score) => !score.expected);
	const sum = (of: (score: Score) => Counts): Counts =>
		loud.map(of).reduce((a, b) => ({
			right: a.right + b.right,
			stated: a.stated + b.stated,
			wanted: a.wanted + b.wanted,
		}));
	const joins = sum((score) => score.joins);
	const effects = sum((score) => score.effects);
	const roots = sum((score) => score.roots);
	const strays = loud.reduce((a, score) => a + score.strays, 0);
	const graded = loud.filter((score) => score.severity !== null);
	const origins = loud.filter((score) => score.origin !== null);
	const verdicts = loud.reduce(
		(a, score) => ({
			right: a.right + score.verdicts.right,
			stated: a.stated + score.verdicts.stated,
		}),
		{ right: 0, stated: 0 },
	);
	const policies = loud.reduce(
		(a, score) => ({
			right: a.right + score.policies.right,
			stated: a.stated + score.policies.stated,
		}),
		{ right: 0, stated: 0 },
	);
	const share = (part: number, whole: number): string =>
		`${part}/${whole} = ${(whole === 0 ? 1 : part / whole).toFixed(3)}`;
	const times = scores.map((score) => score.ms).sort((a, b) => a - b);
	process.stdout.write(
		[
			`seeds from ${first}`,
			`incidents found            ${share(loud.filter((score) => score.found).length, loud.length)}`,
			`quiet days without one     ${share(still.filter((score) => !score.found).length, still.length)}`,
			`severity right             ${share(graded.filter((score) => score.severity).length, graded.length)}`,
			`join precision             ${share(joins.right, joins.stated)}`,
			`join recall                ${share(joins.right, joins.wanted)}`,
			`credential and origin      ${share(origins.filter((score) => score.origin).length, origins.length)}`,
			`root-cause steps precision ${share(roots.stated - strays, roots.stated)}`,
			`root-cause steps recall    ${share(roots.right, roots.wanted)}`,
			`effects precision          ${share(effects.right, effects.stated)}`,
			`effects recall             ${share(effects.right, effects.wanted)}`,
			`control verdicts           ${share(verdicts.right, verdicts.stated)}`,
			`policies that Cedar bears out ${share(policies.right, policies.stated)}`,
			`time per scenario          median ${times[Math.floor(times.length / 2)]?.toFixed(0)} ms, slowest ${times.at(-1)?.toFixed(0)} ms`,
			'',
		].join('\n'),
	);
}

function faultsOf(score: Score): string[] {
	const faults: string[] = [];
	if (score.found !== score.expected) return [score.expected ? 'not found' : 'raised'];
	if (!score.expected) return [];
	if (score.severity === false) faults.push('severity');
	if (score.joins.right < score.joins.wanted || score.joins.right < score.joins.stated)
		faults.push(`joins ${JSON.stringify(score.joins)}`);
	if (score.effects.right < score.effects.wanted || score.effects.right < score.effects.stated)
		faults.push(`effects ${JSON.stringify(score.effects)}`);
	if (score.strays > 0) faults.push(`${score.strays} steps that have nothing to do with it`);
	if (score.roots.right < score.roots.wanted) faults.push(`roots ${JSON.stringify(score.roots)}`);
	if (score.policies.right < score.policies.stated)
		faults.push(`policies ${JSON.stringify(score.policies)}`);
	if (score.origin === false) faults.push('origin');
	return [...faults, ...score.verdicts.wrong];
}
