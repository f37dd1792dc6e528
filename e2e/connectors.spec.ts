import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './console-test.ts';

// What is not well formed is answered with 400.
test.use({ expectedErrors: [/status of 400/] });

interface Asked {
	readonly url: URL;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

const stamp = Date.now().toString(36);
const secret = () => crypto.randomUUID();
const issued = '2026-01-01T00:00:00Z';

const xml = (action: string, inner: string) =>
	`<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${inner}</${action}Result></${action}Response>`;

/** One page of a list in Railway's GraphQL. */
const railwayList = (name: string, nodes: readonly object[]) => ({
	data: {
		[name]: {
			edges: nodes.map((node) => ({ node })),
			pageInfo: { hasNextPage: false, endCursor: null },
		},
	},
});

interface Connector {
	readonly kind: string;
	/** What the form is filled with, by label; `Address` is the local server's. */
	readonly fields: Readonly<Record<string, string>>;
	/** A field that is wrong, and what is said of it. */
	readonly wrong: { readonly label: string; readonly value: string; readonly says: string };
	/** Whether the request carries what the form was given. */
	readonly signsIn: (asked: Asked, fields: Readonly<Record<string, string>>) => boolean;
	/** As the provider documents its answer. */
	readonly answer: (asked: Asked) => object | string;
	/** The credential that the inventory then has. */
	readonly brings: string;
}

const bearer: Connector['signsIn'] = ({ headers }, fields) =>
	headers.authorization === `Bearer ${fields.Token ?? fields['Account token']}`;

const connectors: Readonly<Record<string, Connector>> = {
	GitHub: {
		kind: 'github-credentials',
		fields: { Organization: 'acme', Token: secret() },
		wrong: {
			label: 'Organization',
			value: 'acme inc.',
			says: 'Organization: letters, digits and . @ : / - _ only',
		},
		signsIn: bearer,
		answer: ({ url }) => {
			if (url.pathname.endsWith('/installations')) return { total_count: 0, installations: [] };
			if (url.pathname !== '/orgs/acme/personal-access-tokens') return [];
			return [
				{
					id: 1,
					token_id: 1_001,
					token_name: `github ${stamp}`,
					owner: { login: 'ana' },
					repository_selection: 'all',
					permissions: { repository: { contents: 'write' } },
					access_granted_at: issued,
					token_expired: false,
					token_expires_at: '2027-12-01T00:00:00Z',
					token_last_used_at: null,
				},
			];
		},
		brings: `github ${stamp}`,
	},
	AWS: {
		kind: 'aws-iam',
		fields: { 'Access key id': `AKIA${'READER'.padEnd(16, 'X')}`, 'Secret access key': secret() },
		wrong: {
			label: 'Access key id',
			value: 'not a key',
			says: 'Access key id: not an access key id: letters and digits, at least 8',
		},
		signsIn: ({ headers }, fields) =>
			headers.authorization?.includes(`Credential=${fields['Access key id']}/`) === true,
		answer: ({ url }) => {
			const action = url.searchParams.get('Action') ?? '';
			if (action === 'GetAccountAuthorizationDetails')
				return xml(
					action,
					`<IsTruncated>false</IsTruncated><UserDetailList><member><UserId>AIDA</UserId><UserName>aws-${stamp}</UserName><Arn>arn:aws:iam::111122223333:user/aws-${stamp}</Arn><CreateDate>${issued}</CreateDate><GroupList/><AttachedManagedPolicies/></member></UserDetailList><RoleDetailList/><GroupDetailList/><Policies/>`,
				);
			if (action === 'ListAccessKeys')
				return xml(
					action,
					`<IsTruncated>false</IsTruncated><AccessKeyMetadata><member><UserName>aws-${stamp}</UserName><AccessKeyId>AKIA${stamp.toUpperCase().padEnd(16, 'W')}</AccessKeyId><Status>Active</Status><CreateDate>${issued}</CreateDate></member></AccessKeyMetadata>`,
				);
			return xml(
				action,
				'<AccessKeyLastUsed><ServiceName>N/A</ServiceName><Region>N/A</Region></AccessKeyLastUsed>',
			);
		},
		brings: `aws-${stamp}`,
	},
	Railway: {
		kind: 'railway-tokens',
		fields: { 'Account token': secret() },
		wrong: { label: 'Account token', value: 'short', says: 'Account token: at least 8 characters' },
		signsIn: bearer,
		answer: ({ body }) => {
			const { query } = JSON.parse(body) as { query: string };
			if (query.includes('apiTokens('))
				return railwayList('apiTokens', [
					{ id: `t-${stamp}`, name: `railway ${stamp}`, displayToken: '…aaaa' },
				]);
			return railwayList(query.includes('projects(') ? 'projects' : 'projectTokens', []);
		},
		brings: `railway ${stamp}`,
	},
	'Vault or OpenBao': {
		kind: 'vault-tokens',
		fields: { Token: secret() },
		wrong: {
			label: 'Address',
			value: 'http://vault.example.org:8200',
			says: 'Address: https only; http is allowed to this machine',
		},
		signsIn: ({ headers }, fields) => headers['x-vault-token'] === fields.Token,
		answer: ({ url, body }) =>
			url.pathname === '/v1/auth/token/accessors'
				? { data: { keys: [`acc-${stamp}`] } }
				: {
						data: {
							accessor: (JSON.parse(body) as { accessor: string }).accessor,
							policies: ['default', 'deploy'],
							display_name: `vault ${stamp}`,
							expire_time: '2027-12-01T00:00:00Z',
							issue_time: issued,
							ttl: 100,
						},
					},
		brings: `vault ${stamp}`,
	},
	Cloudflare: {
		kind: 'cloudflare-tokens',
		fields: { 'Account id': 'a1', Token: secret() },
		wrong: {
			label: 'Account id',
			value: 'a 1',
			says: 'Account id: letters, digits and . @ : / - _ only',
		},
		signsIn: bearer,
		answer: () => ({
			success: true,
			result: [
				{
					id: `id-${stamp}`,
					name: `cloudflare ${stamp}`,
					status: 'active',
					issued_on: issued,
					policies: [
						{
							effect: 'allow',
							permission_groups: [{ name: 'DNS Write' }],
							resources: { 'com.cloudflare.api.account.zone.*': '*' },
						},
					],
				},
			],
			result_info: { page: 1, total_count: 1 },
		}),
		brings: `cloudflare ${stamp}`,
	},
};

/** A provider on this machine that answers only who signs in as the form said. */
async function provider({ answer, signsIn, fields }: Connector) {
	const server = createServer(async (request, response) => {
		let body = '';
		for await (const part of request) body += part;
		const url = new URL(request.url ?? '', 'http://provider');
		const asked: Asked = { url, headers: request.headers, body };
		const said = signsIn(asked, fields) ? answer(asked) : '';
		response.writeHead(said === '' ? 401 : 200);
		response.end(typeof said === 'string' ? said : JSON.stringify(said));
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return {
		address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
}

async function openForm(page: Page, kind: string) {
	await page.goto('/sources');
	await expect(page.getByRole('status', { name: 'Loading the connectors' })).toHaveCount(0);
	await page.getByRole('button', { name: 'Add a connector' }).click();
	await page.getByLabel('From', { exact: true }).selectOption(kind);
}

for (const [who, connector] of Object.entries(connectors)) {
	test(`credentials of ${who}: what is wrong is named, what is right is pulled, and it can be deleted`, async ({
		page,
	}) => {
		const { address, close } = await provider(connector);
		const { kind, fields, wrong, brings } = connector;
		const name = `${who} ${stamp}`;
		await openForm(page, kind);
		const form = page.getByRole('form', { name: 'New connector' });
		const fill = async (label: string, value: string) =>
			form.getByLabel(label, { exact: true }).fill(value);
		await fill('Name', name);
		for (const [label, value] of Object.entries({ Address: address, ...fields }))
			await fill(label, value);
		await fill(wrong.label, wrong.value);
		await form.getByRole('button', { name: 'Add' }).click();
		await expect(form.getByRole('alert')).toContainText(wrong.says);
		await expectAccessible(page);

		await fill(wrong.label, { Address: address, ...fields }[wrong.label] ?? '');
		await form.getByRole('button', { name: 'Add' }).focus();
		await page.keyboard.press('Enter');
		const line = page.getByRole('listitem').filter({ hasText: name });
		await expect(line).toContainText(/[1-9]\d* new or changed credentials?, last well/, {
			timeout: 20_000,
		});
		await expect(line).not.toContainText(Object.values(fields).at(-1) ?? '');
		await close();

		await line.getByRole('button', { name: `Delete ${name}` }).click();
		await expect(line).toHaveCount(0);
		await page.goto(`/credentials?query=${encodeURIComponent(brings)}`);
		await expect(
			page.getByTestId('credentials').getByText(brings, { exact: true }).first(),
		).toBeVisible();
	});
}

test('a credential that its provider refuses is said so, beside the connector', async ({
	page,
}) => {
	const cloudflare = connectors.Cloudflare as Connector;
	const { address, close } = await provider(cloudflare);
	const name = `refused ${stamp}`;
	await openForm(page, cloudflare.kind);
	const form = page.getByRole('form', { name: 'New connector' });
	await form.getByLabel('Name', { exact: true }).fill(name);
	await form.getByLabel('Address', { exact: true }).fill(address);
	await form.getByLabel('Token', { exact: true }).fill(secret());
	await form.getByRole('button', { name: 'Add' }).click();
	const line = page.getByRole('listitem').filter({ hasText: name });
	await expect(line).toContainText('Cloudflare refuses the credential (401)', { timeout: 20_000 });
	await expect(line).toContainText('failing');
	await line.getByRole('button', { name: `Delete ${name}` }).click();
	await expect(line).toHaveCount(0);
	await close();
});
