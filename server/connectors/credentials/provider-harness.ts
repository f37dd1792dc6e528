import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
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
import { addConnector, listConnectors } from '../store.ts';

export interface Asked {
	readonly method: string;
	readonly url: URL;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}
export interface Answer {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | object;
}

export const secret = () => randomBytes(24).toString('hex');
export const token = () => ({ token: secret() });

/**
 * What tests of connectors for credentials share: an installation, a workspace of its own for each
 * test, and a provider on this machine that answers as the test says.
 */
export function connectorTests() {
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
	return { provider, add, run, stateOf, inventory, titles, installed: () => installed };
}
