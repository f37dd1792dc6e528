import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';

const patienceMs = 300_000;
const rounds = 5;
const pages = [
	['inventory', '/credentials'],
	['expiry', '/credentials/expiry'],
	['scopes', '/credentials/scopes'],
	['reach', '/credentials/reach'],
	['sprawl', '/credentials/sprawl'],
	['overview', '/'],
] as const;
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Milliseconds from asking for a page until something of it is painted: the median of five. */
export type FirstPaints = ReadonlyMap<string, number>;

/**
 * First contentful paint of the inventory's pages in Chromium, served by a production build over this
 * data folder; each page is asked for anew, signed in, with what the browser keeps of scripts and styles.
 */
export async function firstPaints(dataFolder: string): Promise<FirstPaints> {
	const server = spawn(process.execPath, ['scripts/start.mjs'], {
		env: {
			...process.env,
			AFTERTRACE_DATA: dataFolder,
			AFTERTRACE_SAMPLE: 'off',
			PORT: '0',
			HOST: '127.0.0.1',
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	try {
		const link = await setupLinkOf(server);
		const executablePath = process.env.CHROMIUM_PATH ?? browsers.find((path) => existsSync(path));
		const browser = await chromium.launch({
			...(executablePath === undefined ? {} : { executablePath }),
			args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
		});
		try {
			const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
			await signIn(page, link);
			const found = new Map<string, number>();
			for (const [name, path] of pages) {
				const times: number[] = [];
				for (let round = -1; round < rounds; round++) {
					await page.goto(new URL(path, link).href, { waitUntil: 'load' });
					const paint = await paintOf(page);
					if (round >= 0) times.push(paint);
				}
				found.set(name, times.sort((a, b) => a - b)[rounds >> 1] ?? Number.NaN);
			}
			return found;
		} finally {
			await browser.close();
		}
	} finally {
		const ended = new Promise((resolve) => server.once('exit', resolve));
		if (server.exitCode === null && server.kill('SIGTERM')) await ended;
	}
}

async function setupLinkOf(server: ChildProcess): Promise<string> {
	let said = '';
	server.stdout?.on('data', (data: Buffer) => {
		said += data.toString();
	});
	server.stderr?.on('data', (data: Buffer) => {
		said += data.toString();
	});
	for (const until = Date.now() + patienceMs; Date.now() < until && server.exitCode === null; ) {
		const link = /(http:\/\/[^\s/]+\/setup\?token=\S+)/.exec(said)?.[1];
		if (link !== undefined) return link;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	throw new Error(`the console did not start:\n${said}`);
}

async function signIn(page: Page, link: string): Promise<void> {
	await page.goto(link);
	await page.getByLabel('Name').fill('Bench');
	await page.getByLabel('E-mail address').fill('bench@example.test');
	await page.getByLabel('Password').fill(`a sentence made for this run ${Date.now()}`);
	await page.getByRole('button', { name: 'Make the admin' }).click();
	await page.waitForURL('**/incidents');
}

const paintOf = (page: Page): Promise<number> =>
	page.evaluate(
		() =>
			new Promise<number>((resolve) => {
				const seen = performance.getEntriesByName('first-contentful-paint')[0];
				if (seen !== undefined) return resolve(seen.startTime);
				new PerformanceObserver((list) => {
					const paint = list.getEntriesByName('first-contentful-paint')[0];
					if (paint !== undefined) resolve(paint.startTime);
				}).observe({ type: 'paint', buffered: true });
			}),
	);
