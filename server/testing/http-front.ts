import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NextRequest } from 'next/server';
import type { RouteHandler } from '@/server/http/endpoint.ts';

/** Route handlers behind a real socket on loopback: for senders that are programs of their own. */
export async function httpFront(
	routes: Readonly<Record<string, RouteHandler>>,
): Promise<{ url: string; close: () => Promise<void> }> {
	const server: Server = createServer(async (incoming, outgoing) => {
		const url = `http://127.0.0.1${incoming.url}`;
		const handler = routes[new URL(url).pathname];
		if (handler === undefined) {
			outgoing.writeHead(404).end();
			return;
		}
		const response = await handler(await requestOf(incoming, url), {
			params: Promise.resolve({}),
		});
		outgoing.writeHead(response.status, Object.fromEntries(response.headers));
		outgoing.end(Buffer.from(await response.arrayBuffer()));
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		close: () =>
			new Promise((done) => {
				server.closeAllConnections();
				server.close(() => done());
			}),
	};
}

async function requestOf(incoming: IncomingMessage, url: string): Promise<NextRequest> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk as Buffer);
	const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
		value === undefined ? [] : [[name, String(value)]],
	);
	const method = incoming.method ?? 'GET';
	return new NextRequest(url, {
		method,
		headers,
		...(method === 'GET' ? {} : { body: Buffer.concat(chunks) }),
	});
}
