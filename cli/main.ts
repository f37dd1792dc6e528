import { failureFaces } from '@/core/failure-faces.ts';
import type { Failure } from '@/core/result.ts';
import type { CliIo, Verb } from './io.ts';

/** Every verb, with what it is for. Loaded when it is called, so that `--help` answers at once. */
const verbs: Readonly<
	Record<string, { readonly about: string; readonly load: () => Promise<Verb> }>
> = {
	reconstruct: {
		about: 'reads logs and prints the incidents in them',
		load: async () => (await import('./reconstruct.ts')).reconstructVerb,
	},
	ingest: {
		about: 'stores logs in the data folder',
		load: async () => (await import('./ingest.ts')).ingestVerb,
	},
	detect: {
		about: 'runs Sigma rules over logs',
		load: async () => (await import('./detect.ts')).detectVerb,
	},
	secrets: {
		about: 'finds secrets in text files',
		load: async () => (await import('./secrets.ts')).secretsVerb,
	},
	credentials: {
		about: 'imports, lists and reports the credential inventory',
		load: async () => (await import('./credentials.ts')).credentialsVerb,
	},
	serve: { about: 'serves the console', load: async () => (await import('./serve.ts')).serveVerb },
	doctor: {
		about: 'checks the installation',
		load: async () => (await import('./doctor.ts')).doctorVerb,
	},
};

const usage = (): string =>
	`Usage: aftertrace <verb> [options]\n\n${Object.entries(verbs)
		.map(([name, verb]) => `  ${name.padEnd(14)}${verb.about}`)
		.join('\n')}\n\n"aftertrace <verb> --help" lists the options of a verb.\n`;

/** Runs one verb; answers the exit status. A failure is one line; a stack only with `--debug`. */
export async function main(args: readonly string[], io: CliIo): Promise<number> {
	const [name, ...rest] = args;
	if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
		io.stdout(usage());
		return name === undefined ? 2 : 0;
	}
	if (name === '--version' || name === '-v') {
		const { default: manifest } = await import('../package.json', { with: { type: 'json' } });
		io.stdout(`${manifest.version}\n`);
		return 0;
	}
	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (verb === undefined) {
		io.stderr(
			`aftertrace: there is no verb “${name}”; the verbs are ${Object.keys(verbs).join(', ')}\n`,
		);
		return 2;
	}
	const debug = rest.includes('--debug');
	try {
		const run = await verb.load();
		return await run(
			rest.filter((arg) => arg !== '--debug'),
			io,
		);
	} catch (error) {
		const failed = failureOf(error);
		io.stderr(
			`aftertrace ${name}: ${failed.message}${debug && error instanceof Error ? `\n${error.stack}` : ''}\n`,
		);
		return failureFaces[failed.code].exit;
	}
}

/** What a thrown error means for the one who called: file-system errors have their own words. */
function failureOf(error: unknown): Failure {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const message = error instanceof Error ? error.message : String(error);
	if (code === 'ENOSPC')
		return { code: 'disk-full', message: 'the disk is full; free some space and run it again' };
	if (code.startsWith('ERR_PARSE_ARGS'))
		return { code: 'usage', message: `${message.split('.')[0]}; see --help` };
	if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
		return { code: 'input-unreadable', message };
	return { code: 'store-unavailable', message: `${message} (run it with --debug for details)` };
}
