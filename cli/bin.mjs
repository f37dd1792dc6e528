#!/usr/bin/env -S MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=32768 MALLOC_TRIM_THRESHOLD_=131072 node --max-semi-space-size=4 --no-flush-bytecode
// The allocator of the system library is told to give back what many threads free: it reads that as
// the process starts. Without it (`node cli/bin.mjs`) a large import takes 0.1 GB more.
//
// Plain JavaScript: it must run, and say one clear line, on a Node that is too old for the rest
// and before anything is installed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
	process.stderr.write(
		`aftertrace: needs Node.js 20.19 or newer, this is ${process.versions.node}; install a newer one from https://nodejs.org\n`,
	);
	process.exit(4);
}
if (!existsSync(join(home, 'node_modules', 'tsx', 'package.json'))) {
	process.stderr.write(
		`aftertrace: its packages are not installed; run "npm ci --ignore-scripts" in ${home}\n`,
	);
	process.exit(4);
}

// Four heavy queries would otherwise block file reads for seconds: must be set before the pool starts.
process.env.UV_THREADPOOL_SIZE ??= '16';

// Where the program is bundled, its files no longer lie where they say.
process.env.AFTERTRACE_HOME = home;
const { bundleOf } = await import('../server/bundle.mjs');
const bundle = await bundleOf(home);
if (bundle === null) {
	const { register } = await import('tsx/esm/api');
	register({ tsconfig: join(home, 'tsconfig.json') });
}
if (process.argv.includes('--debug')) process.setSourceMapsEnabled(true);
const entry = bundle === null ? join(home, 'cli', 'main.ts') : join(bundle, 'main.js');
const { main } = await import(pathToFileURL(entry).href);
process.exitCode = await main(process.argv.slice(2), {
	stdout: (text) => void process.stdout.write(text),
	stderr: (text) => void process.stderr.write(text),
	isTerminal: process.stderr.isTTY === true,
	cwd: process.cwd(),
	env: process.env,
});
