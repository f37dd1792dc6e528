import { existsSync } from 'node:fs';
import { access, constants, mkdtemp, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEventStore } from '@/server/events/open.ts';
import { dataFolderOwner } from '@/server/installation/data-folder.ts';
import { readSettings, type Settings } from '@/server/installation/settings.ts';
import { openRecords } from '@/server/records/open.ts';
import { installationHome } from './home.ts';
import type { Verb } from './io.ts';

const doctorUsage = `aftertrace doctor [options]
Checks the installation: Node, engines, data folder, stores, disk, clock.
  --data DIR   data folder (default: ./data)
  --json       print one JSON document
`;

const options = {
	data: { type: 'string' },
	json: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
} as const;

interface Check {
	readonly name: string;
	readonly state: 'ok' | 'warning' | 'failed';
	readonly detail: string;
	/** What to do; null when nothing is wrong. */
	readonly mend: string | null;
}

const freeBytesMin = 2 * 1024 ** 3;
const clockEarliest = Date.UTC(2026, 0, 1);

/** Checks the installation, one line each with the mend. Exit 4 when something is broken. */
export const doctorVerb: Verb = async (args, io) => {
	let flags: { data?: string; json?: boolean; help?: boolean };
	try {
		flags = parseArgs({ args: [...args], options }).values;
	} catch (error) {
		const text = error instanceof Error ? error.message : String(error);
		io.stderr(`aftertrace doctor: ${text.split('. ')[0]}; see aftertrace doctor --help\n`);
		return 2;
	}
	if (flags.help === true) {
		io.stdout(doctorUsage);
		return 0;
	}
	const env = { ...io.env, ...(flags.data === undefined ? {} : { AFTERTRACE_DATA: flags.data }) };
	const checks: Check[] = [];
	let settings: Settings | null = null;
	try {
		settings = readSettings({ ...env, AFTERTRACE_HOME: installationHome }, io.cwd);
	} catch (error) {
		const detail = error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error);
		checks.push({ name: 'settings', state: 'failed', detail, mend: 'see docs/operate.md' });
	}
	checks.push(node(), clock());
	if (settings !== null) {
		checks.push(await folder(settings), await disk(settings));
		checks.push(await eventEngine(settings), await recordEngine(settings));
	}
	io.stdout(
		flags.json === true
			? `${JSON.stringify({ checks })}\n`
			: checks.map((check) => `${lineOf(check)}\n`).join(''),
	);
	return checks.some((check) => check.state === 'failed') ? 4 : 0;
};

const lineOf = ({ name, state, detail, mend }: Check): string =>
	`${state.padEnd(8)}${name.padEnd(14)}${detail}${mend === null ? '' : `; ${mend}`}`;

const good = (name: string, detail: string): Check => ({ name, state: 'ok', detail, mend: null });

function node(): Check {
	const { node: version } = process.versions;
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major > 20 || (major === 20 && minor >= 19)
		? good('node', version)
		: { name: 'node', state: 'failed', detail: version, mend: 'install Node.js 20.19 or newer' };
}

function clock(): Check {
	const now = new Date();
	return now.getTime() > clockEarliest
		? good('clock', now.toISOString())
		: { name: 'clock', state: 'failed', detail: now.toISOString(), mend: 'set the clock' };
}

/** The nearest folder above that exists. */
const existing = (path: string): string =>
	existsSync(path) || dirname(path) === path ? path : existing(dirname(path));

async function folder({ dataFolder }: Settings): Promise<Check> {
	const name = 'data folder';
	const owner = await dataFolderOwner(dataFolder);
	if (owner !== null) {
		return good(name, `${dataFolder}, in use by process ${owner.pid} ${owner.url ?? ''}`.trim());
	}
	try {
		await access(existing(dataFolder), constants.W_OK);
	} catch {
		const mend = 'give this user the right to write there, or set AFTERTRACE_DATA';
		return { name, state: 'failed', detail: `${dataFolder} cannot be written`, mend };
	}
	if (!existsSync(dataFolder)) return good(name, `${dataFolder}, made at the first start`);
	const { mode } = await stat(dataFolder);
	return (mode & 0o077) === 0
		? good(name, dataFolder)
		: {
				name,
				state: 'warning',
				detail: `${dataFolder} can be read by other users`,
				mend: `chmod 700 ${dataFolder}`,
			};
}

async function disk({ dataFolder }: Settings): Promise<Check> {
	const { bavail, bsize } = await statfs(existing(dataFolder));
	const free = bavail * bsize;
	const detail = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
	return free >= freeBytesMin
		? good('disk', detail)
		: {
				name: 'disk',
				state: 'warning',
				detail,
				mend: 'free some space: ingest stops on a full disk',
			};
}

/** Tries the engine on a server, or inside this process in a folder of its own. */
async function eventEngine(settings: Settings): Promise<Check> {
	const name = settings.clickHouseUrl === null ? 'chDB' : 'ClickHouse';
	return inScratch(
		name,
		'reinstall the packages with npm ci, or check CLICKHOUSE_URL',
		async (at) => {
			const store = await openEventStore(installationHome, at, settings.clickHouseUrl);
			if (!store.ok) throw new Error(store.error.message);
			await store.value.ping();
			await store.value.close();
		},
	);
}

async function recordEngine(settings: Settings): Promise<Check> {
	const name = settings.databaseUrl === null ? 'PGlite' : 'PostgreSQL';
	return inScratch(
		name,
		'reinstall the packages with npm ci, or check DATABASE_URL',
		async (at) => {
			const records = await openRecords(
				installationHome,
				join(at, 'records'),
				settings.databaseUrl,
			);
			if (!records.ok) throw new Error(records.error.message);
			await records.value.database.$queryRaw`SELECT 1`;
			await records.value.close();
		},
	);
}

async function inScratch(
	name: string,
	mend: string,
	work: (folder: string) => Promise<void>,
): Promise<Check> {
	const at = await mkdtemp(join(tmpdir(), 'aftertrace-doctor-'));
	const started = performance.now();
	try {
		await work(at);
		return good(name, `answers (${Math.round(performance.now() - started)} ms)`);
	} catch (error) {
		const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
		return { name, state: 'failed', detail, mend };
	} finally {
		await rm(at, { recursive: true, force: true });
	}
}
