import { agentdojo } from './agentdojo.ts';
import { detection } from './detection.ts';
import { ingest } from './ingest.ts';
import { inventory } from './inventory.ts';
import { kill } from './kill.ts';
import { reconstruction } from './reconstruction.ts';
import { reconstructionStore } from './reconstruction-store.ts';
import { scenarios } from './scenarios.ts';
import { secretsRecall } from './secrets-recall.ts';
import { secretsSpeed } from './secrets-speed.ts';
import { sigma } from './sigma.ts';
import { understanding } from './understanding.ts';

/** Benchmarks by name: `npm run bench -- NAME [ARGUMENT]`. */
const benches: Readonly<Record<string, (argument: string) => Promise<void>>> = {
	agentdojo,
	detection,
	reconstruction,
	ingest,
	'reconstruction-store': reconstructionStore,
	inventory,
	kill,
	scenarios,
	secrets: secretsRecall,
	'secrets-speed': secretsSpeed,
	sigma,
	understanding,
};

const [name = '', given] = process.argv.slice(2);
const argument =
	given ??
	(['agentdojo', 'detection', 'secrets', 'sigma'].includes(name)
		? (process.env.AFTERTRACE_SAMPLES ?? '')
		: '');
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
	process.stderr.write(`bench: name one of ${Object.keys(benches).join(', ')}\n`);
	process.exitCode = 2;
} else await bench(argument);
