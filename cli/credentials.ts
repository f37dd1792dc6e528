import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { sprawlHtml, sprawlMarkdown } from '@/core/credentials/report.ts';
import type { CredentialImportView, CredentialRow } from '@/core/credentials/views.ts';
import { failureFaces } from '@/core/failure-faces.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { type ImportFile, importCredentials } from '@/server/credentials/import.ts';
import { listCredentials } from '@/server/credentials/list.ts';
import { credentialFilterSchema } from '@/server/credentials/row-filter.ts';
import { credentialSprawl } from '@/server/credentials/sprawl.ts';
import { systemActor } from '@/server/ingest/interrupted.ts';
import { inputPaths } from '@/server/ingest/read-paths.ts';
import { openInstallation, setInstallation } from '@/server/installation/installation.ts';
import { readSettings } from '@/server/installation/settings.ts';
import { ensureWorkspace, mainWorkspaceName } from '@/server/records/workspaces.ts';
import { installationHome } from './home.ts';
import type { CliIo, Verb } from './io.ts';

const usage = `aftertrace credentials import PATH… | list | report [options]
Imports exports of scanners and providers into the inventory, lists it, or prints the token-sprawl report.
  --data DIR         data folder (default: ./data)
  --workspace NAME   workspace (default: ${mainWorkspaceName})
  --preview          import: show what would change, and change nothing
  --finding KIND     list: only credentials with this finding
  --format FORMAT    report: html, markdown or json (default: markdown)
  --json             print one JSON document
`;

const options = {
	data: { type: 'string' },
	workspace: { type: 'string' },
	preview: { type: 'boolean' },
	finding: { type: 'string' },
	format: { type: 'string' },
	json: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
} as const;

const readFlags = (args: readonly string[]) =>
	parseArgs({ args: [...args], options, allowPositionals: true });
type Flags = ReturnType<typeof readFlags>['values'];

const filesMax = 1_000;
const bytesMax = 64 * 1024 * 1024;
const pageMax = 500;

/** The credential inventory: import, list, report. */
export const credentialsVerb: Verb = async (args, io) => {
	const { values: flags, positionals } = readFlags(args);
	if (flags.help === true) {
		io.stdout(usage);
		return 0;
	}
	const [verb, ...paths] = positionals;
	const done = await run(verb, paths, flags, io);
	if (done.ok) {
		io.stdout(done.value);
		return 0;
	}
	io.stderr(`aftertrace credentials: ${done.error.message}\n`);
	return failureFaces[done.error.code].exit;
};

async function run(
	verb: string | undefined,
	paths: readonly string[],
	flags: Flags,
	io: CliIo,
): Promise<Result<string>> {
	switch (verb) {
		case 'import':
			if (paths.length === 0) return wrong('name at least one file or folder to import');
			return importHere(paths, flags, io);
		case 'list':
			if (paths.length > 0) return wrong('list takes no paths');
			return inInventory(flags, io, (actor) => list(actor, flags));
		case 'report': {
			const format = flags.json === true ? 'json' : (flags.format ?? 'markdown');
			if (paths.length > 0) return wrong('report takes no paths');
			if (!/^(html|markdown|json)$/.test(format)) {
				return wrong(`there is no format “${format}”; the formats are html, markdown, json`);
			}
			return inInventory(flags, io, (actor) => report(actor, format));
		}
		default:
			return wrong('say what to do: import, list or report');
	}
}

const wrong = (message: string): Result<never> =>
	fail<Failure>(failure('usage', `${message}; see aftertrace credentials --help`));

type SystemActor = ReturnType<typeof systemActor>;

async function inInventory(
	flags: Flags,
	io: CliIo,
	act: (actor: SystemActor) => Promise<Result<string>>,
): Promise<Result<string>> {
	const env = { ...io.env, ...(flags.data === undefined ? {} : { AFTERTRACE_DATA: flags.data }) };
	const settings = readSettings({ ...env, AFTERTRACE_HOME: installationHome }, io.cwd);
	const opened = await openInstallation(settings, null);
	if (!opened.ok) return opened;
	try {
		setInstallation(opened.value);
		const name = flags.workspace ?? mainWorkspaceName;
		return await act(systemActor(await ensureWorkspace(opened.value, name, false)));
	} finally {
		await opened.value.close();
	}
}

async function importHere(
	paths: readonly string[],
	flags: Flags,
	io: CliIo,
): Promise<Result<string>> {
	const files = await readFiles(paths, io);
	if (!files.ok) return files;
	return inInventory(flags, io, async (actor) => {
		const done = await importCredentials(actor, files.value, flags.preview === true);
		if (!done.ok) return done;
		return ok(flags.json === true ? `${JSON.stringify(done.value)}\n` : importText(done.value));
	});
}

async function readFiles(paths: readonly string[], io: CliIo): Promise<Result<ImportFile[]>> {
	const files: ImportFile[] = [];
	const from = paths.map((path) =>
		isAbsolute(path) ? path : relative(process.cwd(), join(io.cwd, path)) || '.',
	);
	for await (const entry of inputPaths(from)) {
		if (entry.kind === 'unreadable') {
			return fail<Failure>(failure('input-unreadable', `${entry.path}: ${entry.detail}`));
		}
		if (entry.kind === 'skipped') continue;
		if (entry.bytes > bytesMax) {
			return fail<Failure>(failure('too-large', `${entry.path}: it is over 64 MiB; split it`));
		}
		if (files.length >= filesMax) {
			return fail<Failure>(failure('too-large', `more than ${filesMax} files; name fewer`));
		}
		files.push({ path: entry.path, text: await readFile(entry.path, 'utf8') });
	}
	return files.length === 0
		? fail<Failure>(failure('input-unreadable', `${paths.join(' ')}: it holds no file to import`))
		: ok(files);
}

function importText(view: CredentialImportView): string {
	const files = view.files.flatMap((file) => [
		file.source === null
			? `${file.path}: not read`
			: `${file.path}: ${file.source}, ${file.records} records, ${file.credentials} credentials`,
		...file.unread.map(
			({ line, reason }) => `  ${file.path}${line === null ? '' : `:${line}`}  ${reason}`,
		),
	]);
	const word = view.preview ? 'would be ' : '';
	const { added, changed, unchanged, sightingsAdded } = view;
	return `${files.join('\n')}\n${added} ${word}added, ${changed} ${word}changed, ${unchanged} unchanged, ${sightingsAdded} sightings ${word}added\n`;
}

async function list(actor: SystemActor, flags: Flags): Promise<Result<string>> {
	const filter = credentialFilterSchema.safeParse({ finding: flags.finding, limit: pageMax });
	if (!filter.success) return wrong(`there is no finding “${flags.finding}”`);
	const rows: CredentialRow[] = [];
	let cursor: string | null = null;
	do {
		const page = await listCredentials(actor, {
			...filter.data,
			...(cursor === null ? {} : { cursor }),
		});
		if (!page.ok) return page;
		rows.push(...page.value.credentials);
		cursor = page.value.nextCursor;
	} while (cursor !== null);
	if (flags.json === true) return ok(`${JSON.stringify({ credentials: rows })}\n`);
	return ok(rows.map(lineOf).join('') || 'no credentials\n');
}

function lineOf(row: CredentialRow): string {
	const end = row.expiresAt.state === 'value' ? row.expiresAt.value.slice(0, 10) : null;
	const words = end ?? (row.expiresAt.state === 'none' ? 'never' : 'unknown');
	const cells = [
		(row.severity ?? '-').padEnd(8),
		row.provider.padEnd(12),
		row.kind.padEnd(26),
		words.padEnd(10),
		row.title,
		row.findings.map(({ kind }) => kind).join(', '),
	];
	return `${cells.join('  ').trimEnd()}\n`;
}

async function report(actor: SystemActor, format: string): Promise<Result<string>> {
	const view = await credentialSprawl(actor);
	if (!view.ok) return view;
	if (format === 'json') return ok(`${JSON.stringify(view.value)}\n`);
	return ok(format === 'html' ? sprawlHtml(view.value) : sprawlMarkdown(view.value));
}
