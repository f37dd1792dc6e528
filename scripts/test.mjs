// `npm test`: installs what is missing, then check, unit, integration and browser tests; ends with
// one line that sums them all: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { build, generateRecords, home, install, requireNode, run, say } from './prepare.mjs';

requireNode();
const folder = mkdtempSync(join(tmpdir(), 'aftertrace-test-'));
const node = (path, ...args) => [process.execPath, [join(home, path), ...args]];
const vitest = ['--import', './scripts/map-group-by.mjs', 'node_modules/vitest/vitest.mjs'];
let passed = 0;
let failed = 0;

/** Counts of a suite; a suite that gave no counts failed. */
function add(name, ok, counts) {
	passed += counts?.passed ?? 0;
	const broken = counts?.failed ?? 0;
	failed += broken > 0 || ok ? broken : 1;
	if (counts === null && ok) passed++;
	say(`${ok && broken === 0 ? 'passed' : 'FAILED'}  ${name}`);
}

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null);

function vitestCounts(path) {
	const report = readJson(path);
	if (report === null) return { passed: 0, failed: 1 };
	// A file that could not be loaded has no tests of its own and still failed.
	const files = report.testResults.filter(
		(file) => file.status === 'failed' && file.assertionResults.length === 0,
	);
	return { passed: report.numPassedTests, failed: report.numFailedTests + files.length };
}

function playwrightCounts(path) {
	const stats = readJson(path)?.stats;
	if (stats === undefined) return { passed: 0, failed: 1 };
	return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

async function checkAndUnit() {
	const report = join(folder, 'unit.json');
	say('check: format, lint, types, boundaries, dead code, unit tests');
	const ok = await run(...node('scripts/check.mjs'), {
		shown: true,
		env: { AFTERTRACE_UNIT_REPORT: report },
	});
	const counts = vitestCounts(report);
	// Each of the check's own steps counts as one; its unit tests by themselves.
	add('check and unit tests', ok, ok ? { ...counts, passed: counts.passed + 4 } : counts);
}

async function integration() {
	const report = join(folder, 'integration.json');
	say('integration tests');
	const args = ['run', '--project', 'integration', '--reporter=default', '--reporter=json'];
	const ok = await run(process.execPath, [...vitest, ...args, `--outputFile=${report}`], {
		shown: true,
	});
	add('integration tests', ok, vitestCounts(report));
}

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function findChromium() {
	const named = process.env.CHROMIUM_PATH;
	if (named && existsSync(named)) return named;
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
	for (const name of chromiumNames) {
		for (const place of folders) {
			if (place !== '' && existsSync(join(place, name))) return join(place, name);
		}
	}
	const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
	return existsSync(mac) ? mac : null;
}

/** Chromium from the system; where this user may install one and none is there, from its packages. */
function chromium() {
	const found = findChromium();
	if (found !== null) return found;
	const isRoot = process.getuid?.() === 0;
	if (isRoot && existsSync('/usr/bin/apt-get')) {
		say('installing chromium from the system packages');
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		const options = { stdio: ['ignore', 'ignore', 'inherit'], env };
		spawnSync('apt-get', ['update', '-q'], options);
		spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options);
	}
	return findChromium();
}

async function browser() {
	if (!existsSync(join(home, 'playwright.config.ts'))) return;
	const path = chromium();
	if (path === null) {
		say(
			'no Chromium was found; install it ("sudo apt-get install chromium"), or set CHROMIUM_PATH',
		);
		add('browser tests', false, { passed: 0, failed: 1 });
		return;
	}
	await build();
	const report = join(folder, 'browser.json');
	say('browser tests');
	const ok = await run(
		...node('node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'),
		{
			shown: true,
			env: { CHROMIUM_PATH: path, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
		},
	);
	add('browser tests', ok, playwrightCounts(report));
}

try {
	await install();
	await generateRecords();
	await checkAndUnit();
	await integration();
	await browser();
} finally {
	rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
