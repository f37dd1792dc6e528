import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { openApiDocument, operations } from './openapi.ts';

const api = join(process.cwd(), 'app', 'api', 'v1');
const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

const routes = readdirSync(api, { recursive: true, encoding: 'utf8' })
	.filter((path) => path.endsWith('route.ts') && !path.includes('[...'))
	.flatMap((path) => {
		const text = readFileSync(join(api, path), 'utf8');
		const url = `/api/v1/${dirname(path).replace(/\[(\w+)\]/g, '{$1}')}`;
		return methods
			.filter((method) =>
				new RegExp(`export (?:const|async function|function) ${method}\\b`).test(text),
			)
			.map((method) => `${method} ${url}`);
	});

test('every route of /api/v1 is in the document, and nothing else', () => {
	expect(existsSync(api)).toBe(true);
	const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
	expect(described.sort()).toEqual(routes.sort());
	expect(routes.length, relative(process.cwd(), api)).toBeGreaterThan(9);
});

test('the document names parameters and bodies from the schemas that check them', () => {
	const document = openApiDocument() as {
		paths: Record<string, Record<string, { parameters: { name: string }[]; requestBody?: object }>>;
	};
	const search = document.paths['/api/v1/events']?.get;
	expect(search?.parameters.map((parameter) => parameter.name)).toEqual([
		'query',
		'from',
		'to',
		'cursor',
		'limit',
	]);
	expect(JSON.stringify(document.paths['/api/v1/incidents/{id}']?.patch?.requestBody)).toContain(
		'investigating',
	);
});
