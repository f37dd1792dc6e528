import { agentdojo } from './agentdojo.ts';

/** Benchmarks by name: `npm run bench -- NAME [ARGUMENT]`. */
const benches: Readonly<Record<string, (argument: string) => Promise<void>>> = { agentdojo };

const [name = '', argument = process.env.AFTERTRACE_SAMPLES ?? ''] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
	process.stderr.write(`bench: name one of ${Object.keys(benches).join(', ')}\n`);
	process.exitCode = 2;
} else await bench(argument);
