import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listCredentials } from '@/server/credentials/list.ts';
import { credentialFilterSchema } from '@/server/credentials/row-filter.ts';
import { ensureWorkspace } from '@/server/records/workspaces.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { newConnectorSchema } from '../connector.ts';
import { runConnector } from '../run.ts';
import { signedHeaders } from '../sigv4.ts';
import { addConnector, listConnectors } from '../store.ts';

interface Asked {
	readonly method: string;
	readonly url: URL;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}
interface Answer {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | object;
}

let installed: TestInstallation;
let workspace = 'zero';
let close: (() => Promise<void>) | null = null;
beforeAll(async () => {
	installed = await testInstallation();
});
beforeEach(async () => {
	workspace = await ensureWorkspace(installed.at, `Workspace ${workspace}`, false);
});
afterEach(async () => {
	await close?.();
	close = null;
});
afterAll(() => installed.close());

const actor = () => actorIn(workspace);
const secret = () => randomBytes(24).toString('hex');
const token = () => ({ token: secret() });

async function provider(answer: (asked: Asked) => Answer) {
	const all: Asked[] = [];
	const server = createServer(async (request, response) => {
		let body = '';
		for await (const part of request) body += part;
		const asked: Asked = {
			method: request.method ?? '',
			url: new URL(request.url ?? '', 'http://p'),
			headers: request.headers,
			body,
		};
		all.push(asked);
		const { status = 200, headers = {}, body: said = '' } = answer(asked);
		response.writeHead(status, headers);
		response.end(typeof said === 'string' ? said : JSON.stringify(said));
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	close = () =>
		new Promise((done) => {
			server.closeAllConnections();
			server.close(() => done());
		});
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, all };
}

async function add(setup: object): Promise<string> {
	const wanted = newConnectorSchema.parse({ name: 'inventory', everySeconds: 3_600, ...setup });
	const added = await addConnector(actor(), wanted, new Date());
	if (!added.ok) throw new Error(added.error.message);
	return added.value.id;
}
const run = (id: string) => runConnector(workspace, id, () => new Date());
async function stateOf(id: string) {
	const listed = await listConnectors(actor());
	const found = listed.ok ? listed.value.find((each) => each.id === id) : undefined;
	if (found === undefined) throw new Error('the connector is not there');
	return found;
}
async function inventory() {
	const page = await listCredentials(actor(), credentialFilterSchema.parse({ sort: 'name' }));
	if (!page.ok) throw new Error(page.error.message);
	return page.value.credentials;
}
const titles = async () => (await inventory()).map(({ title }) => title);

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

describe('AWS', () => {
	const policy = encodeURIComponent(
		JSON.stringify({
			Version: '2012-10-17',
			Statement: [{ Effect: 'Allow', Action: 's3:DeleteBucket', Resource: '*' }],
		}),
	);
	const xml = (action: string, inner: string) =>
		`<?xml version="1.0"?>\n<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${inner}</${action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${action}Response>`;
	const user = (name: string) =>
		`<member><UserId>AIDA${name.toUpperCase()}</UserId><UserName>${name}</UserName><Arn>arn:aws:iam::111122223333:user/${name}</Arn><CreateDate>2025-01-01T00:00:00Z</CreateDate><UserPolicyList><member><PolicyName>p &amp; q</PolicyName><PolicyDocument>${policy}</PolicyDocument></member></UserPolicyList><GroupList/><AttachedManagedPolicies/><Tags><member><Key>owner</Key><Value>Payments</Value></member></Tags></member>`;
	const iam = ({ url }: Asked): Answer => {
		const query = url.searchParams;
		const action = query.get('Action') ?? '';
		if (action === 'GetAccountAuthorizationDetails')
			return query.get('Marker') === 'more/+='
				? {
						body: xml(
							action,
							`<IsTruncated>false</IsTruncated><UserDetailList>${user('deploy')}</UserDetailList><RoleDetailList/><GroupDetailList/><Policies/>`,
						),
					}
				: {
						body: xml(
							action,
							`<IsTruncated>true</IsTruncated><Marker>more/+=</Marker><UserDetailList>${user('ci')}</UserDetailList><RoleDetailList/><GroupDetailList/><Policies/>`,
						),
					};
		const name = query.get('UserName') ?? '';
		if (action === 'ListAccessKeys')
			return {
				body: xml(
					action,
					`<IsTruncated>false</IsTruncated><AccessKeyMetadata><member><UserName>${name}</UserName><AccessKeyId>AKIA${name.toUpperCase().padEnd(16, 'X')}</AccessKeyId><Status>Active</Status><CreateDate>2025-02-01T00:00:00Z</CreateDate></member></AccessKeyMetadata>`,
				),
			};
		const isUsed = query.get('AccessKeyId')?.startsWith('AKIACI');
		return {
			body: xml(
				action,
				`<AccessKeyLastUsed>${isUsed ? '<LastUsedDate>2026-05-01T00:00:00Z</LastUsedDate>' : ''}<ServiceName>${isUsed ? 's3' : 'N/A'}</ServiceName><Region>N/A</Region></AccessKeyLastUsed>`,
			),
		};
	};

	test('brings users and access keys with owner, policies and last use, signed', async () => {
		const { url, all } = await provider(iam);
		const credential = { accessKeyId: 'AKIAREADERXXXXXXXXXX', secretAccessKey: secret() };
		const id = await add({ kind: 'aws-iam', settings: { endpoint: `${url}/` }, credential });
		await run(id);
		expect(await stateOf(id)).toMatchObject({ state: 'waiting', failure: null, events: 4 });
		const keys = (await inventory()).filter(({ kind }) => kind === 'aws-access-key');
		expect(keys).toMatchObject([
			{
				title: 'ci',
				providerId: 'AKIACIXXXXXXXXXXXXXX',
				principal: 'arn:aws:iam::111122223333:user/ci',
				owner: { state: 'value', value: 'Payments' },
				expiresAt: { state: 'none' },
				level: 'destroy',
				lastUsedAt: { state: 'value', value: '2026-05-01T00:00:00.000Z' },
			},
			{ title: 'deploy', lastUsedAt: { state: 'none' } },
		]);
		for (const { url: asked, headers } of all) {
			const at = String(headers['x-amz-date']);
			const time = at.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6.000Z');
			const again = signedHeaders(
				new URL(asked.pathname + asked.search, url),
				'us-east-1',
				'iam',
				credential,
				new Date(time),
			);
			expect(headers.authorization).toBe(again.authorization);
		}
		await run(id);
		expect((await stateOf(id)).events).toBe(4);
	});

	test('is asked again later when it throttles, and from where it was', async () => {
		let isLimited = true;
		const { url } = await provider((asked) =>
			isLimited && asked.url.searchParams.get('Action') === 'ListAccessKeys'
				? {
						status: 400,
						body: '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code></Error></ErrorResponse>',
					}
				: iam(asked),
		);
		const id = await add({
			kind: 'aws-iam',
			settings: { endpoint: `${url}/` },
			credential: { accessKeyId: 'AKIAREADERXXXXXXXXXX', secretAccessKey: secret() },
		});
		await run(id);
		expect(await stateOf(id)).toMatchObject({ failure: 'AWS asks to wait', events: 2 });
		isLimited = false;
		await run(id);
		expect(await stateOf(id)).toMatchObject({ failure: null, events: 4 });
	});
});

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
	const rows = await installed.at.records.database.connector.findMany();
	const audit = await installed.at.records.database.auditEntry.findMany();
	expect(
		JSON.stringify([rows, audit, await inventory()], (_, value) =>
			typeof value === 'bigint' ? String(value) : value,
		),
	).not.toContain(credential.token);
	expect((await stateOf(id)).failure).toMatch(/^Cloudflare refuses the credential/);
});
