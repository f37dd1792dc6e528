import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { queryFields } from '@/server/events/query.ts';
import { environmentVariables } from '@/server/installation/settings.ts';

const home = process.cwd();
const guide = readFileSync(join(home, 'docs', 'operate.md'), 'utf8');

const sources = (room: string, suffix: RegExp): string[] =>
	readdirSync(join(home, room), { recursive: true, encoding: 'utf8' })
		.filter((path) => suffix.test(path) && !/\.test\.tsx?$|generated|testing/.test(path))
		.map((path) => join(home, room, path));

/** Set by the tools around the program, not by who operates it. */
const notOurs = /^(?:NODE_ENV|NEXT_\w+|NEXTAUTH_SECRET|PATH|AFTERTRACE_UNIT_REPORT)$/;

test('every environment variable that the program reads is documented', () => {
	const read = ['server', 'cli', 'scripts', 'app']
		.flatMap((room) => sources(room, /\.(?:ts|tsx|mjs)$/))
		.concat(join(home, 'proxy.ts'), join(home, 'instrumentation.ts'))
		.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\benv\.([A-Z][A-Z0-9_]+)/g)])
		.map((match) => match[1] ?? '')
		.filter((name) => !notOurs.test(name));
	const names = new Set([...read, ...environmentVariables]);
	expect(names.size).toBeGreaterThan(10);
	for (const name of names) expect(guide, name).toContain(`\`${name}\``);
});

test('every flag of the command line is documented at its verb', () => {
	let flags = 0;
	for (const path of sources('cli', /^[a-z-]+\.ts$/)) {
		const verb = /([a-z-]+)\.ts$/.exec(path)?.[1] ?? '';
		const text = readFileSync(path, 'utf8');
		for (const [, quoted, bare] of text.matchAll(
			/^\s+(?:'([a-z-]+)'|([a-z]+)): \{ type: '(?:string|boolean)'/gm,
		)) {
			flags++;
			const row = guide.split('\n').find((line) => line.startsWith(`| \`${verb}`)) ?? '';
			expect(row, verb).toContain(`\`--${quoted ?? bare}\``);
		}
	}
	expect(flags).toBeGreaterThan(15);
});

test('every route is documented', () => {
	const routes = sources('app', /route\.ts$/)
		.map((path) => path.slice(join(home, 'app').length, -'/route.ts'.length))
		.filter((path) => !path.includes('[...'))
		.map((path) => path.replace(/\[(\w+)\]/g, '{$1}'));
	expect(routes.length).toBeGreaterThan(10);
	for (const route of routes) expect(guide, route).toContain(`${route}\``);
	expect(guide).toContain('/api/auth/*');
});

test('every field that a query can name is documented', () => {
	for (const field of queryFields) expect(guide, field).toContain(`\`${field}\``);
});
