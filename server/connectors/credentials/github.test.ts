import { describe, expect, test } from 'vitest';
import { type Answer, type Asked, connectorTests, token } from './provider-harness.ts';

const { provider, add, run, stateOf, titles } = connectorTests();

describe('GitHub', () => {
	const fineGrained = (id: number) => ({
		id,
		token_id: 1_000 + id,
		token_name: `deploy ${id}`,
		owner: { login: 'ana' },
		repository_selection: 'all',
		permissions: { repository: { contents: 'write' } },
		access_granted_at: '2026-01-02T00:00:00Z',
		token_expired: false,
		token_expires_at: '2026-12-01T00:00:00Z',
		token_last_used_at: null,
	});
	const answers =
		(over: Readonly<Record<string, Answer>> = {}) =>
		({ url }: Asked): Answer => {
			const path = url.pathname;
			if (over[path] !== undefined) return over[path];
			if (path === '/orgs/acme/personal-access-tokens') {
				const page = Number(url.searchParams.get('page') ?? '1');
				const next = `http://${url.host}`;
				return {
					headers:
						page === 1
							? {
									link: `<${next}/orgs/acme/personal-access-tokens?per_page=100&page=2>; rel="next"`,
								}
							: {},
					body: [fineGrained(page)],
				};
			}
			if (path === '/orgs/acme/credential-authorizations') return { body: [] };
			if (path === '/orgs/acme/installations')
				return { body: { total_count: 0, installations: [] } };
			if (path === '/orgs/acme/repos') return { body: [{ full_name: 'acme/api' }] };
			if (path === '/repos/acme/api/keys')
				return {
					body: [
						{
							id: 7,
							key: 'ssh-ed25519 AAAA',
							url: `http://${url.host}/repos/acme/api/keys/7`,
							title: 'build machine',
							created_at: '2026-01-01T00:00:00Z',
							read_only: false,
							last_used: null,
						},
					],
				};
			return { status: 404, body: { message: 'Not Found' } };
		};
	const withHost =
		(answer: (asked: Asked) => Answer) =>
		(asked: Asked): Answer =>
			answer({
				...asked,
				url: new URL(asked.url.pathname + asked.url.search, `http://${asked.headers.host}`),
			});

	test('brings every page of every list, and again nothing', async () => {
		const { url, all } = await provider(withHost(answers()));
		const credential = token();
		const id = await add({
			kind: 'github-credentials',
			settings: { owner: 'acme', endpoint: url },
			credential,
		});
		await run(id);
		expect(await titles()).toEqual(['build machine', 'deploy 1', 'deploy 2']);
		expect(all.every(({ headers }) => headers.authorization === `Bearer ${credential.token}`)).toBe(
			true,
		);
		await run(id);
		expect(await stateOf(id)).toMatchObject({ state: 'waiting', events: 3, note: null });
	});

	test('names a list that is refused and reads the others', async () => {
		const { url } = await provider(
			withHost(answers({ '/orgs/acme/personal-access-tokens': { status: 403 } })),
		);
		const id = await add({
			kind: 'github-credentials',
			settings: { owner: 'acme', endpoint: url },
			credential: token(),
		});
		await run(id);
		expect(await titles()).toEqual(['build machine']);
		expect(await stateOf(id)).toMatchObject({
			state: 'waiting',
			note: 'GitHub does not show this credential: personal access tokens',
		});
	});

	test('fails where every list is refused', async () => {
		const { url } = await provider(() => ({ status: 404 }));
		const id = await add({
			kind: 'github-credentials',
			settings: { owner: 'acme', endpoint: url },
			credential: token(),
		});
		await run(id);
		expect(await stateOf(id)).toMatchObject({ state: 'failing', failures: 1 });
	});

	test('waits as asked and goes on with the page where it was', async () => {
		let isLimited = true;
		const { url, all } = await provider(
			withHost((asked) =>
				isLimited && asked.url.searchParams.get('page') === '2'
					? { status: 403, headers: { 'retry-after': '30' } }
					: answers()(asked),
			),
		);
		const id = await add({
			kind: 'github-credentials',
			settings: { owner: 'acme', endpoint: url },
			credential: token(),
		});
		await run(id);
		const state = await stateOf(id);
		expect(state.failure).toBe('GitHub asks to wait (403)');
		const seconds = (Date.parse(state.nextRunAt) - Date.now()) / 1_000;
		expect(seconds).toBeGreaterThan(20);
		expect(seconds).toBeLessThan(31);
		isLimited = false;
		const before = all.length;
		await run(id);
		expect(all[before]?.url.search).toBe('?per_page=100&page=2');
		expect(await titles()).toEqual(['build machine', 'deploy 1', 'deploy 2']);
	});

	test('never asks another host for the next page', async () => {
		const { url, all } = await provider(
			withHost(
				answers({
					'/orgs/acme/personal-access-tokens': {
						headers: { link: '<http://127.0.0.1:1/steal>; rel="next"' },
						body: [fineGrained(1)],
					},
				}),
			),
		);
		const id = await add({
			kind: 'github-credentials',
			settings: { owner: 'acme', endpoint: url },
			credential: token(),
		});
		await run(id);
		expect(all.some(({ url: asked }) => asked.pathname === '/steal')).toBe(false);
		expect((await stateOf(id)).state).toBe('waiting');
	});
});
