import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { installation } from '@/server/installation/installation.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { connectorSetupSchema, newConnectorSchema } from './connector.ts';
import { runConnector } from './run.ts';
import { signedHeaders } from './sigv4.ts';
import { addConnector, changeConnector, deleteConnector, listConnectors } from './store.ts';

let installed: TestInstallation;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
	installed = await testInstallation();
});
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});
afterAll(() => installed.close());

const admin = () => actorIn(installed.workspace);
const now = () => new Date();

/** A provider on loopback. `asked` holds every request that it got. */
async function provider(
	answer: (request: IncomingMessage, body: string, response: ServerResponse) => void,
) {
	const asked: { url: URL; headers: IncomingMessage['headers']; body: string }[] = [];
	const server = createServer(async (request, response) => {
		let body = '';
		for await (const part of request) body += part;
		asked.push({ url: new URL(request.url ?? '', 'http://p'), headers: request.headers, body });
		answer(request, body, response);
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	closing.push(
		() =>
			new Promise((done) => {
				server.closeAllConnections();
				server.close(() => done());
			}),
	);
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function add(setup: object): Promise<string> {
	const wanted = newConnectorSchema.parse({
		name: `c-${randomBytes(4).toString('hex')}`,
		since: '2026-05-01T00:00:00Z',
		...setup,
	});
	const added = await addConnector(admin(), wanted, now());
	if (!added.ok) throw new Error(added.error.message);
	return added.value.id;
}

const run = (id: string) => runConnector(installed.workspace, id, now);

async function viewOf(id: string) {
	const listed = await listConnectors(admin());
	if (!listed.ok) throw new Error(listed.error.message);
	return listed.value.find((each) => each.id === id);
}

const trailRecord = (id: string, time: string) => ({
	eventVersion: '1.08',
	eventID: id,
	eventTime: time,
	eventSource: 's3.amazonaws.com',
	eventName: 'DeleteBucket',
	awsRegion: 'eu-central-1',
	userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ci' },
});

/** As S3 answers ListObjectsV2 and GetObject. */
function bucket(objects: Map<string, Buffer>) {
	return (request: IncomingMessage, _: string, response: ServerResponse) => {
		const url = new URL(request.url ?? '', 'http://s3');
		const key = decodeURIComponent(url.pathname.replace('/logs/', ''));
		if (url.searchParams.get('list-type') !== '2') {
			const body = objects.get(key);
			response.writeHead(body === undefined ? 404 : 200).end(body);
			return;
		}
		const prefix = url.searchParams.get('prefix') ?? '';
		const after = url.searchParams.get('start-after') ?? '';
		const keys = [...objects.keys()].filter((each) => each.startsWith(prefix)).sort();
		const folders = new Set<string>();
		const files: string[] = [];
		for (const each of keys) {
			const rest = each.slice(prefix.length);
			const isBelow = url.searchParams.get('delimiter') === '/' && rest.includes('/');
			if (isBelow) folders.add(prefix + rest.slice(0, rest.indexOf('/') + 1));
			else if (each > after) files.push(each);
		}
		const page = files.slice(0, 2);
		response.writeHead(200, { 'content-type': 'application/xml' });
		response.end(
			`<?xml version="1.0"?><ListBucketResult><IsTruncated>${files.length > 2}</IsTruncated>${page
				.map((each) => `<Contents><Key>${each.replaceAll('&', '&amp;')}</Key></Contents>`)
				.join('')}${[...folders]
				.map((each) => `<CommonPrefixes><Prefix>${each}</Prefix></CommonPrefixes>`)
				.join('')}</ListBucketResult>`,
		);
	};
}

const trailKey = (region: string, day: string, minute: string) =>
	`org/AWSLogs/111122223333/CloudTrail/${region}/${day}/111122223333_CloudTrail_${region}_${day.replaceAll('/', '')}T10${minute}Z_x.json.gz`;
const trailObject = (...records: object[]) => gzipSync(JSON.stringify({ Records: records }));

test('CloudTrail objects of every region are read once, late ones too, and digests never', async () => {
	const objects = new Map([
		[
			trailKey('eu-central-1', '2026/04/01', '00'),
			trailObject(trailRecord('old', '2026-04-01T10:00:00Z')),
		],
		...['00', '05', '10'].map((minute): [string, Buffer] => [
			trailKey('eu-central-1', '2026/05/02', minute),
			trailObject(trailRecord(`eu-${minute}`, `2026-05-02T10:${minute}:00Z`)),
		]),
		[
			trailKey('us-east-1', '2026/05/03', '00'),
			trailObject(trailRecord('us', '2026-05-03T10:00:00Z')),
		],
		[
			'org/AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/05/02/d.json.gz',
			gzipSync('{}'),
		],
	] as [string, Buffer][]);
	const { url, asked } = await provider(bucket(objects));
	const id = await add({
		kind: 'cloudtrail-s3',
		settings: { bucket: 'logs', region: 'eu-central-1', prefix: 'org', endpoint: url },
		credential: { accessKeyId: 'TESTKEYID', secretAccessKey: randomBytes(20).toString('hex') },
	});
	await run(id);
	expect(await viewOf(id)).toMatchObject({ state: 'waiting', failure: null, events: 4 });
	expect(asked.every(({ headers }) => /^AWS4-HMAC-SHA256 /.test(headers.authorization ?? ''))).toBe(
		true,
	);
	const before = asked.length;
	objects.set(
		trailKey('eu-central-1', '2026/05/02', '08'),
		trailObject(trailRecord('late', '2026-05-02T10:08:00Z')),
	);
	await run(id);
	expect(await viewOf(id)).toMatchObject({ events: 5 });
	const fetched = asked
		.slice(before)
		.filter(({ url: { searchParams } }) => !searchParams.has('list-type'));
	expect(fetched).toHaveLength(1);
});

const githubEntry = (i: number) => ({
	'@timestamp': Date.UTC(2026, 4, 2) + i * 1_000,
	_document_id: `d${i}`,
	action: 'repo.destroy',
	actor: 'octo',
	org: 'acme',
});

test('GitHub’s pages are followed, a rate limit is waited for, and the cursor goes on', async () => {
	let limited = false;
	const token = randomBytes(20).toString('hex');
	const { url, asked } = await provider((request, _, response) => {
		const asking = new URL(request.url ?? '', 'http://g');
		if (limited) {
			response.writeHead(403, {
				'x-ratelimit-remaining': '0',
				'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 900),
			});
			response.end('{}');
			return;
		}
		const second = asking.searchParams.get('after') === 'p2';
		const headers: Record<string, string> = { 'content-type': 'application/json' };
		if (!second) headers.link = `<${url}${asking.pathname}?after=p2>; rel="next"`;
		response.writeHead(200, headers);
		response.end(JSON.stringify(second ? [githubEntry(2)] : [githubEntry(0), githubEntry(1)]));
	});
	const id = await add({
		kind: 'github-audit',
		settings: { owner: 'acme', endpoint: url },
		credential: { token },
	});
	await run(id);
	expect(await viewOf(id)).toMatchObject({ state: 'waiting', events: 3 });
	expect(asked[0]?.url.pathname).toBe('/orgs/acme/audit-log');
	expect(asked[0]?.url.searchParams.get('phrase')).toBe('created:>=2026-05-01T00:00:00.000Z');
	expect(asked[0]?.headers.authorization).toBe(`Bearer ${token}`);
	await run(id);
	expect(await viewOf(id)).toMatchObject({ events: 3 });
	expect(asked[2]?.url.searchParams.get('phrase')).toBe('created:>=2026-05-02T00:00:02.000Z');
	limited = true;
	await run(id);
	const view = await viewOf(id);
	expect(view).toMatchObject({
		state: 'failing',
		failures: 1,
		failure: expect.stringMatching(/wait/),
	});
	expect(Date.parse(view?.nextRunAt ?? '') - Date.now()).toBeGreaterThan(800_000);
});

test('the token is sent to no other host than the one that it is for', async () => {
	const other = await provider((_, __, response) => response.writeHead(200).end('[]'));
	const { url } = await provider((_, __, response) => {
		response.writeHead(200, { link: `<${other.url}/steal>; rel="next"` });
		response.end(JSON.stringify([githubEntry(7)]));
	});
	await run(
		await add({
			kind: 'github-audit',
			settings: { owner: 'acme', endpoint: url },
			credential: { token: randomBytes(20).toString('hex') },
		}),
	);
	expect(other.asked).toEqual([]);
});

test('Railway’s pages are read to the last, and a refusal says what to do', async () => {
	const node = (i: number) => ({
		id: `a${i}`,
		eventType: 'volume.deleted',
		createdAt: new Date(Date.UTC(2026, 4, 3) + i * 1_000).toISOString(),
		workspaceId: 'w1',
		payload: { volumeId: `v${i}` },
		context: {},
	});
	let refuses = false;
	const { url, asked } = await provider((_, body, response) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		if (refuses) {
			response.end(JSON.stringify({ errors: [{ message: 'Not Authorized' }], data: null }));
			return;
		}
		const { after } = (JSON.parse(body) as { variables: { after: string | null } }).variables;
		const edges = after === null ? [node(2), node(1)] : [node(0)];
		const pageInfo = { hasNextPage: after === null, endCursor: 'e' };
		response.end(
			JSON.stringify({
				data: { auditLogs: { edges: edges.map((each) => ({ node: each })), pageInfo } },
			}),
		);
	});
	const id = await add({
		kind: 'railway',
		settings: { workspace: 'w1', endpoint: url },
		credential: { token: randomBytes(20).toString('hex') },
	});
	await run(id);
	expect(await viewOf(id)).toMatchObject({ events: 3, failure: null });
	await run(id);
	const { filter } = (
		JSON.parse(asked.at(-2)?.body ?? '{}') as { variables: { filter: { startDate: string } } }
	).variables;
	expect(filter.startDate).toBe('2026-05-03T00:00:02.000Z');
	refuses = true;
	await run(id);
	expect((await viewOf(id))?.failure).toMatch(/lacks a right on the workspace or has expired/);
});

test('a bad moment of the provider is got over within one run', async () => {
	let answers = 0;
	const { url } = await provider((_, __, response) => {
		answers++;
		response.writeHead(answers < 3 ? 502 : 200).end('[]');
	});
	const id = await add({
		kind: 'github-audit',
		settings: { owner: 'acme', endpoint: url },
		credential: { token: randomBytes(20).toString('hex') },
	});
	await run(id);
	expect(await viewOf(id)).toMatchObject({ state: 'waiting', failures: 0 });
	expect(answers).toBe(3);
});

test('a credential is in no answer, in no file in clear, and sealed for its own connector', async () => {
	const token = randomBytes(30).toString('hex');
	const setup = { kind: 'railway', settings: { workspace: 'w' }, credential: { token } };
	const id = await add(setup);
	expect(JSON.stringify(await listConnectors(admin()))).not.toContain(token);
	const { database } = installation().records;
	const row = await database.connector.findFirstOrThrow({ where: { id } });
	expect(Buffer.from(row.sealedCredential).includes(token)).toBe(false);
	for (const file of filesUnder(installed.at.settings.dataFolder))
		expect(readFileSync(file).includes(token), file).toBe(false);
	// Moved to another row, it opens nothing.
	const other = await add({ ...setup, credential: { token: randomBytes(30).toString('hex') } });
	const where = { workspaceId_id: { workspaceId: installed.workspace, id: other } };
	await database.connector.update({ where, data: { sealedCredential: row.sealedCredential } });
	await run(other);
	expect((await viewOf(other))?.failure).toMatch(/cannot be opened/);
});

const filesUnder = (folder: string): string[] =>
	readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		const stat = statSync(path);
		return stat.isDirectory() ? filesUnder(path) : stat.isFile() ? [path] : [];
	});

test('who may not change sources cannot add or see another workspace’s connectors', async () => {
	const setup = {
		kind: 'railway',
		settings: { workspace: 'w' },
		credential: { token: randomBytes(20).toString('hex') },
	};
	const id = await add(setup);
	const wanted = newConnectorSchema.parse({ name: 'n', ...setup });
	const refused = await addConnector(actorIn(installed.workspace, 'analyst'), wanted, now());
	expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden' } });
	const stranger = actorIn(installed.other);
	expect(await listConnectors(stranger)).toEqual({ ok: true, value: [] });
	expect(await changeConnector(stranger, id, { paused: true }, now())).toMatchObject({ ok: false });
	expect(await deleteConnector(stranger, id)).toMatchObject({ ok: false });
	await changeConnector(admin(), id, { paused: true }, now());
	expect((await viewOf(id))?.state).toBe('paused');
});

test('an endpoint is https, or on this machine, and carries no credential itself', () => {
	const to = (endpoint: string) =>
		connectorSetupSchema.safeParse({
			kind: 'railway',
			settings: { workspace: 'w', endpoint },
			credential: { token: 'x'.repeat(20) },
		}).success;
	expect(to('https://example.com/graphql')).toBe(true);
	expect(to('http://127.0.0.1:9000')).toBe(true);
	expect(to('http://169.254.169.254/')).toBe(false);
	expect(to('https://user:word@example.com/')).toBe(false);
});

test('a request is signed as AWS’s own example of GET Object has it', () => {
	// "Signature Calculations for the Authorization Header", S3 API Reference: list objects.
	const url = new URL('https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J');
	const key = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: awsExampleSecret };
	const headers = signedHeaders(url, 'us-east-1', 's3', key, new Date('2013-05-24T00:00:00Z'));
	expect(headers.authorization).toContain(
		'Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
	);
});

/** The secret that AWS's documentation uses throughout; it opens nothing. */
const awsExampleSecret = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');
