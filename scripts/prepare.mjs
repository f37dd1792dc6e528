// Steps that bring a checkout to where it can run; each does nothing when it is done already.
// Plain JavaScript over Node's own modules: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const home = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const at = (...parts) => join(home, ...parts);

export const say = (text) => process.stderr.write(`${text}\n`);

/** Ends with one line that says what, where and what to do. */
export const endWith = (text, status = 4) => {
	say(`aftertrace: ${text}`);
	process.exit(status);
};

/** Refuses a Node that is too old. */
export function requireNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return;
	endWith(
		`needs Node.js 20.19 or newer, this is ${process.versions.node}; install a newer one from https://nodejs.org`,
	);
}

/** Runs a command; on failure prints what it said and answers false. */
export function run(command, args, options = {}) {
	return new Promise((resolve) => {
		const child = spawn(command, args, {
			cwd: home,
			stdio: options.shown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
			env: { ...process.env, ...options.env },
		});
		let output = '';
		child.stdout?.on('data', (data) => (output += data));
		child.stderr?.on('data', (data) => (output += data));
		child.on('error', (error) => {
			say(`${command}: ${error.message}`);
			resolve(false);
		});
		child.on('close', (code) => {
			if (code !== 0 && output !== '') say(output.trimEnd());
			resolve(code === 0);
		});
	});
}

async function timed(label, work) {
	const started = performance.now();
	process.stderr.write(`  ${label} …`);
	const done = await work();
	say(` ${done ? 'done' : 'FAILED'} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
	return done;
}

/** Whether node_modules holds what package-lock.json says. */
function isInstalled() {
	const installedPath = at('node_modules', '.package-lock.json');
	if (!existsSync(installedPath)) return false;
	const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
	const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages;
	return Object.entries(wanted).every(([path, entry]) => {
		if (path === '' || entry.link) return true;
		const present = installed[path];
		return present === undefined ? entry.optional === true : present.version === entry.version;
	});
}

/** Installs the locked packages if they are missing or others. */
export async function install() {
	if (isInstalled()) return;
	const npm = process.env.npm_execpath;
	const args = [
		'ci',
		'--ignore-scripts',
		'--include=dev',
		'--no-audit',
		'--no-fund',
		'--loglevel=error',
	];
	const done = await timed('installing the locked packages (about a minute)', () =>
		npm !== undefined && /\.[cm]?js$/.test(npm)
			? run(process.execPath, [npm, ...args])
			: run('npm', args),
	);
	if (!done) {
		endWith(
			`the packages could not be installed; see above, then run "npm ci --ignore-scripts" in ${home}`,
		);
	}
}

/** Generates the record client if the schema changed. */
export async function generateRecords() {
	const stamp = at('server', 'records', 'generated', '.schema-hash');
	const hash = hashOf([at('prisma', 'schema.prisma'), at('package-lock.json')]);
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
	const done = await timed('generating the record client', () =>
		run(process.execPath, [at('scripts', 'generate-records.mjs')]),
	);
	if (!done) endWith('the record client could not be generated; see above', 4);
	writeFileSync(stamp, hash);
}

const sourceRooms = ['app', 'components', 'core', 'server', 'public'];
const sourceFiles = [
	'instrumentation.ts',
	'next.config.ts',
	'package-lock.json',
	'postcss.config.mjs',
	'proxy.ts',
	'tsconfig.json',
];

/** Builds the console if its sources changed since the last build. */
export async function build() {
	const stamp = at('.next', 'aftertrace-sources');
	const files = [
		...sourceRooms.flatMap((room) => filesUnder(at(room))),
		...sourceFiles.map((file) => at(file)),
	];
	const hash = hashOf(files.filter((file) => existsSync(file)));
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
	const next = at('node_modules', 'next', 'dist', 'bin', 'next');
	const done = await timed('building the console (about half a minute)', () =>
		run(process.execPath, [next, 'build'], {
			env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
		}),
	);
	if (!done) endWith('the console could not be built; see above', 4);
	mkdirSync(dirname(stamp), { recursive: true });
	writeFileSync(stamp, hash);
}

function filesUnder(folder) {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
		.map((entry) => join(entry.parentPath ?? entry.path, entry.name))
		.filter((path) => !path.includes('.schema-hash'))
		.sort();
}

function hashOf(paths) {
	const hash = createHash('sha256');
	for (const path of paths)
		hash.update(path.slice(home.length)).update('\0').update(readFileSync(path));
	return hash.digest('hex');
}
