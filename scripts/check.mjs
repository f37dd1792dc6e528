// `npm run check`: formatting and lint, types, import boundaries with their canary, dead code, unit
// and documentation tests. Everything runs side by side; what fails prints its whole output.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));
const bin = (path) => [
	process.execPath,
	fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url)),
];

const run = (name, [command, ...args]) =>
	new Promise((resolve) => {
		const started = performance.now();
		const child = spawn(command, args, { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		child.stdout.on('data', (data) => (output += data));
		child.stderr.on('data', (data) => (output += data));
		child.on('close', (code) => {
			const seconds = ((performance.now() - started) / 1000).toFixed(1);
			process.stdout.write(`${code === 0 ? 'passed' : 'FAILED'}  ${name}  ${seconds} s\n`);
			if (code !== 0) process.stdout.write(`${output}\n`);
			resolve({ name, passed: code === 0, output });
		});
	});

if (!existsSync(new URL('../server/records/generated/client.ts', import.meta.url))) {
	await run('generate the record client', [process.execPath, 'scripts/generate-records.mjs']);
}
const steps = [
	['format and lint', [...bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings']],
	['import boundaries', [process.execPath, 'scripts/boundaries-canary.mjs']],
	['types', [...bin('typescript/bin/tsc'), '--noEmit']],
	['dead code', [...bin('knip/bin/knip.js')]],
	[
		'unit tests',
		[
			process.execPath,
			'--import',
			'./scripts/map-group-by.mjs',
			'node_modules/vitest/vitest.mjs',
			'run',
			'--project',
			'unit',
			...reporters(),
		],
	],
];
/** `npm test` asks for the unit tests' counts in a file. */
function reporters() {
	const file = process.env.AFTERTRACE_UNIT_REPORT;
	return file === undefined
		? []
		: ['--reporter=default', '--reporter=json', `--outputFile=${file}`];
}
const results = await Promise.all(steps.map(([name, command]) => run(name, command)));
const failed = results.filter((result) => !result.passed);
process.stdout.write(
	failed.length === 0
		? `check passed: ${results.length} of ${results.length}\n`
		: `check failed: ${failed.map((result) => result.name).join(', ')}\n`,
);
process.exit(failed.length === 0 ? 0 : 1);
