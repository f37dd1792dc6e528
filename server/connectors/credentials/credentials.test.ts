import { describe, expect, test } from 'vitest';
import { type Answer, type Asked, connectorTests, token } from './provider-harness.ts';

const { provider, add, run, stateOf, inventory, titles, installed } = connectorTests();

describe('Railway', () => {
	const list = (name: string, nodes: object[], endCursor: string | null = null) => ({
		body: {
			data: {
				[name]: {
					edges: nodes.map((node) => ({ node })),
					pageInfo: { hasNextPage: endCursor !== null, endCursor },
				},
			},
		},
	});
	test('brings the account’s tokens and those of each project', async () => {
		const { url, all } = await provider(({ body }) => {
			const { query, variables } = JSON.parse(body);
			if (query.includes('apiTokens('))
				return variables.after === 'a'
					? list('apiTokens', [{ id: 't2', name: 'second', displayToken: '…bbbb' }])
					: list('apiTokens', [{ id: 't1', name: 'first', displayToken: '…aaaa' }], 'a');
			if (query.includes('projects(')) return list('projects', [{ id: 'p1' }, { id: 'p2' }]);
			return variables.projectId === 'p2'
				? list('projectTokens', [
						{ id: 'x', name: 'ci', displayToken: '…cccc', environment: { name: 'production' } },
					])
				: list('projectTokens', []);
		});
		const id = await add({
			kind: 'railway-tokens',
			settings: { endpoint: url },
			credential: token(),
		});
		await run(id);
		expect(await titles()).toEqual(['ci', 'first', 'second']);
		expect(all.filter(({ body }) => body.includes('projectTokens(')).length).toBe(2);
		await run(id);
		expect(await stateOf(id)).toMatchObject({ state: 'waiting', events: 3 });
	});

	test('says what was refused', async () => {
		const { url } = await provider(() => ({
			body: { errors: [{ message: 'Not Authorized' }], data: null },
		}));
		const id = await add({
			kind: 'railway-tokens',
			settings: { endpoint: url },
			credential: token(),
		});
		await run(id);
		expect((await stateOf(id)).failure).toBe(
			'Railway refuses the credential its list of apiTokens: it lacks a right or has expired',
		);
	});
});

describe('Vault', () => {
	const count = 230;
	const accessors = Array.from(
		{ length: count },
		(_, index) => `acc${String(index).padStart(4, '0')}`,
	);
	const vault = ({ url, body }: Asked): Answer => {
		if (url.pathname === '/v1/auth/token/accessors')
			return { body: { data: { keys: [...accessors].reverse() } } };
		const { accessor } = JSON.parse(body);
		if (accessor === 'acc0003') return { status: 404, body: { errors: [] } };
		return {
			body: {
				data: {
					accessor,
					policies: ['default', 'deploy'],
					display_name: `token ${accessor}`,
					expire_time: '2026-12-01T00:00:00Z',
					issue_time: '2026-01-01T00:00:00Z',
					ttl: 100,
				},
			},
		};
	};

	test('brings every token by its accessor, but one that ended meanwhile', async () => {
		const { url, all } = await provider(vault);
		const credential = token();
		const id = await add({ kind: 'vault-tokens', settings: { endpoint: url }, credential });
		await run(id);
		expect(await stateOf(id)).toMatchObject({ state: 'waiting', events: count - 1 });
		expect(all[0]?.url.search).toBe('?list=true');
		expect(all.every(({ headers }) => headers['x-vault-token'] === credential.token)).toBe(true);
	});

	test('goes on after the last accessor that was kept when it broke off', async () => {
		let breaks = true;
		const { url, all } = await provider((asked) =>
			breaks && asked.body.includes('acc0150') ? { status: 429 } : vault(asked),
		);
		const id = await add({
			kind: 'vault-tokens',
			settings: { endpoint: url },
			credential: token(),
		});
		await run(id);
		expect(await stateOf(id)).toMatchObject({ failure: 'Vault asks to wait (429)', events: 99 });
		breaks = false;
		const before = all.length;
		await run(id);
		expect(all[before + 1]?.body).toContain('acc0100');
		expect(await stateOf(id)).toMatchObject({ failure: null, events: count - 1 });
	});
});

describe('Cloudflare', () => {
	test('brings every page of an account’s tokens', async () => {
		const made = (index: number) => ({
			id: `id${index}`,
			name: `token ${index}`,
			status: 'active',
			issued_on: '2026-01-01T00:00:00Z',
			policies: [
				{
					effect: 'allow',
					permission_groups: [{ name: 'DNS Write' }],
					resources: { 'com.cloudflare.api.account.zone.*': '*' },
				},
			],
		});
		const { url, all } = await provider(({ url: asked }) => {
			const page = Number(asked.searchParams.get('page'));
			const result = Array.from({ length: page === 1 ? 50 : 12 }, (_, at) => made(page * 100 + at));
			return { body: { success: true, result, result_info: { page, total_count: 62 } } };
		});
		const id = await add({
			kind: 'cloudflare-tokens',
			settings: { account: 'a1', endpoint: url },
			credential: token(),
		});
		await run(id);
		expect(all.map(({ url: asked }) => asked.pathname + asked.search)).toEqual([
			'/accounts/a1/tokens?page=1&per_page=50',
			'/accounts/a1/tokens?page=2&per_page=50',
		]);
		expect(await stateOf(id)).toMatchObject({ state: 'waiting', events: 62 });
	});
});

test('no credential of a connector stands in the inventory, the audit or the connector’s row', async () => {
	const { url } = await provider(() => ({ status: 401 }));
	const credential = token();
	const id = await add({
		kind: 'cloudflare-tokens',
		settings: { endpoint: url },
		credential,
	});
	await run(id);
	const rows = await installed().at.records.database.connector.findMany();
	const audit = await installed().at.records.database.auditEntry.findMany();
	expect(
		JSON.stringify([rows, audit, await inventory()], (_, value) =>
			typeof value === 'bigint' ? String(value) : value,
		),
	).not.toContain(credential.token);
	expect((await stateOf(id)).failure).toMatch(/^Cloudflare refuses the credential/);
});
