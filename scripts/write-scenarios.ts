// Writes the scenario library as files: a folder a scenario, with its raw logs and `truth.json`.
//   node --import tsx scripts/write-scenarios.ts FOLDER [SEED]
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Draw } from '@/scenarios/kit.ts';
import { library } from '@/scenarios/library.ts';

const [folder, seedText = '1'] = process.argv.slice(2);
const seed = Number(seedText);
if (folder === undefined || !Number.isSafeInteger(seed)) {
	process.stderr.write('usage: write-scenarios FOLDER [SEED]\n');
	process.exit(2);
}
for (const [index, make] of library.entries()) {
	const { name, files, truth } = make(new Draw(seed + index));
	const home = join(folder, `${String(index + 1).padStart(2, '0')}-${name}`);
	for (const [file, text] of Object.entries({
		...files,
		'truth.json': `${JSON.stringify(truth, null, '\t')}\n`,
	})) {
		await mkdir(dirname(join(home, file)), { recursive: true });
		await writeFile(join(home, file), text);
	}
}
process.stdout.write(`${library.length} scenarios in ${folder}\n`);
