import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from 'chdb';

/** A ClickHouse server as far as the event store speaks to one: its HTTP interface over chDB. */
export interface ClickHouseFront {
	readonly url: string;
	/** Statements that were run, in order. */
	readonly statements: readonly string[];
	close(): Promise<void>;
}

/** Serves the HTTP interface: the query in the URL or the body, `param_x` bound, rows as JSONEachRow. */
export async function clickHouseFront(folder: string): Promise<ClickHouseFront> {
	const session = new Session(folder);
	const statements: string[] = [];
	const server = createServer(async (request, response) => {
		try {
			const url = new URL(request.url ?? '/', 'http://localhost');
			const body = await bodyOf(request);
			const inUrl = url.searchParams.get('query');
			const query = inUrl ?? body.toString('utf8');
			const bound = [...url.searchParams]
				.filter(([name]) => name.startsWith('param_'))
				.map(([name, value]) => `SET ${name} = ${quoted(value)};`);
			statements.push(query);
			const text = await run(session, bound.join(''), query, inUrl === null ? null : body);
			response.writeHead(200, { 'content-type': 'application/x-ndjson' });
			response.end(text);
		} catch (error) {
			response.writeHead(500, { 'content-type': 'text/plain' });
			response.end(error instanceof Error ? error.message : String(error));
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}`,
		statements,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			session.close();
		},
	};
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

/** `input(structure)` reads the request's body, which chDB does not have: from a file instead. */
async function run(
	session: Session,
	bound: string,
	query: string,
	data: Buffer | null,
): Promise<string> {
	const input = /input\(('(?:[^'\\]|\\.)*')\)/.exec(query);
	if (input === null || data === null) {
		return (await session.queryAsync(`${bound}${query}`, { format: 'JSONEachRow' })).text();
	}
	const path = join(tmpdir(), `${randomUUID()}.rows`);
	await writeFile(path, data);
	const format = /\s+FORMAT\s+(\w+)\s*$/i.exec(query)?.[1] ?? 'JSONEachRow';
	try {
		const fromFile = query
			.replace(input[0], `file(${quoted(path)}, '${format}', ${input[1]})`)
			.replace(/\s+FORMAT\s+\w+\s*$/i, '');
		return (await session.queryAsync(fromFile, { format: 'JSONEachRow' })).text();
	} finally {
		await rm(path, { force: true });
	}
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, (char) => `\\${char}`)}'`;
