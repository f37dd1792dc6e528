// `npm start`: from a bare checkout to the running console. `--dev` serves with hot reload,
// `--build-only` stops before serving.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { build, endWith, generateRecords, home, install, requireNode, say } from './prepare.mjs';

requireNode();
const dev = process.argv.includes('--dev');
const buildOnly = process.argv.includes('--build-only');

/** A folder that another console uses is told before minutes are spent on a build. */
function requireFreeDataFolder() {
	const named = process.env.AFTERTRACE_DATA || 'data';
	const folder = isAbsolute(named) ? named : join(process.cwd(), named);
	const lock = join(folder, 'owner.json');
	if (!existsSync(lock)) return;
	try {
		const owner = JSON.parse(readFileSync(lock, 'utf8'));
		process.kill(owner.pid, 0);
		const stat = readFileSync(`/proc/${owner.pid}/stat`, 'utf8');
		const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
		if (owner.started !== null && started !== owner.started) return;
		endWith(
			`the data folder ${folder} is in use by process ${owner.pid}${owner.url ? ` (${owner.url})` : ''}; stop it, or set AFTERTRACE_DATA to another folder`,
		);
	} catch {
		// Nobody alive: the server clears the lock away. Where there is no /proc, it judges itself.
	}
}

say('Aftertrace');
if (!buildOnly) requireFreeDataFolder();
await install();
await generateRecords();
if (!dev) await build();
if (buildOnly) process.exit(0);

// A process of its own: the size of the thread pool must stand in the environment before Node starts.
const server = spawn(
	process.execPath,
	[join(home, 'scripts', 'serve.mjs'), ...(dev ? ['--dev'] : [])],
	{
		stdio: 'inherit',
		env: {
			UV_THREADPOOL_SIZE: '16',
			// As at the top of cli/bin.mjs: what many threads free goes back to the system.
			MALLOC_ARENA_MAX: '1',
			MALLOC_MMAP_THRESHOLD_: '32768',
			MALLOC_TRIM_THRESHOLD_: '131072',
			...process.env,
			NODE_ENV: dev ? 'development' : 'production',
			NEXT_TELEMETRY_DISABLED: '1',
			AFTERTRACE_HOME: home,
		},
	},
);
// The terminal sends Ctrl-C to both; a supervisor sends SIGTERM to this one only.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => server.kill('SIGTERM'));
server.on('exit', (code, signal) => process.exit(signal === null ? code : 1));
