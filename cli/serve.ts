import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installationHome } from './home.ts';
import type { Verb } from './io.ts';

const serveUsage = `aftertrace serve [options]
Starts the console; what npm start runs.
  --data DIR     data folder (default: ./data)
  --host HOST    address to listen on (default: 127.0.0.1)
  --port PORT    port to listen on (default: 3000)
`;

const options = {
	data: { type: 'string' },
	host: { type: 'string' },
	port: { type: 'string' },
	help: { type: 'boolean', short: 'h' },
} as const;

/** Runs the console until it is stopped; answers its exit status. */
export const serveVerb: Verb = async (args, io) => {
	let flags: { data?: string; host?: string; port?: string; help?: boolean };
	try {
		flags = parseArgs({ args: [...args], options }).values;
	} catch (error) {
		const text = error instanceof Error ? error.message : String(error);
		io.stderr(`aftertrace serve: ${text.split('. ')[0]}; see aftertrace serve --help\n`);
		return 2;
	}
	if (flags.help === true) {
		io.stdout(serveUsage);
		return 0;
	}
	const server = spawn(process.execPath, [join(installationHome, 'scripts', 'start.mjs')], {
		cwd: io.cwd,
		stdio: 'inherit',
		env: {
			...io.env,
			...(flags.data === undefined ? {} : { AFTERTRACE_DATA: flags.data }),
			...(flags.host === undefined ? {} : { HOST: flags.host }),
			...(flags.port === undefined ? {} : { PORT: flags.port }),
		} as NodeJS.ProcessEnv,
	});
	const pass = (signal: NodeJS.Signals) => server.kill(signal);
	process.on('SIGINT', () => {});
	process.on('SIGTERM', pass);
	return new Promise((resolve) => {
		server.on('exit', (code) => {
			process.off('SIGTERM', pass);
			resolve(code ?? 1);
		});
	});
};
