import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = process.env.CHROMIUM_PATH ?? system.find((path) => existsSync(path));

/**
 * Browser tests against the built console, started on a fresh data folder and a free port
 * (`e2e/start-console.ts`). One browser at a time: small machines stay usable.
 */
export default defineConfig({
	testDir: 'e2e',
	outputDir: 'test-results',
	globalSetup: './e2e/start-console.ts',
	workers: 1,
	fullyParallel: false,
	retries: 0,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	use: {
		viewport: { width: 1440, height: 900 },
		trace: 'retain-on-failure',
		launchOptions: {
			...(executablePath === undefined ? {} : { executablePath }),
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
			],
		},
	},
	projects: [
		{ name: 'door', testMatch: 'door.setup.ts' },
		{ name: 'console', testMatch: '*.spec.ts', dependencies: ['door'] },
	],
});
