import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const home = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
const resolve = { alias: { '@': home } };

export default defineConfig({
	resolve,
	test: {
		passWithNoTests: true,
		projects: [
			{
				resolve,
				test: {
					name: 'unit',
					environment: 'node',
					include: [
						'{core,cli,components,scripts,docs,scenarios}/**/*.test.{ts,tsx}',
						'server/parsers/**/*.test.ts',
					],
					exclude: ['**/node_modules/**', '**/*.slow.test.ts'],
					// They keep nothing outside of their files: shared modules are loaded once.
					isolate: false,
					testTimeout: 20_000,
				},
			},
			{
				resolve,
				test: {
					name: 'integration',
					environment: 'node',
					include: ['{server,app}/**/*.test.ts', '**/*.slow.test.ts'],
					exclude: ['**/node_modules/**', 'server/parsers/**', '.next/**'],
					// Each file opens real engines: one at a time, in processes of their own, since an
					// engine opened on a worker thread dies with it.
					pool: 'forks',
					fileParallelism: false,
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
		],
	},
});
