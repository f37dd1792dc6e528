// Serves the built console in this process; started by scripts/start.mjs.
import { createServer } from 'node:http';
import next from 'next';
import { endWith, home, say } from './prepare.mjs';

const dev = process.argv.includes('--dev');
const hostname = process.env.HOST || '127.0.0.1';
const port = Number(process.env.PORT || 3000);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
	endWith(`PORT is "${process.env.PORT}"; set it to a number from 0 to 65535`, 2);
}

let handle = null;
const server = createServer((request, response) => {
	if (handle !== null) return void handle(request, response);
	response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' });
	response.end('Aftertrace is starting\n');
});
// Large logs arrive slowly: a body may take its time, headers may not.
server.requestTimeout = 0;

// The port first: finding it taken must not cost opening two databases.
await new Promise((resolve) => {
	server.once('error', (error) => {
		if (error.code === 'EADDRINUSE') {
			endWith(`port ${port} of ${hostname} is taken; stop what uses it, or set PORT to another`);
		}
		if (error.code === 'EACCES')
			endWith(`port ${port} may not be opened by this user; set PORT to another`);
		if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
			endWith(`${hostname} is no address of this machine; set HOST to one that is`);
		}
		endWith(`the port could not be opened: ${error.message}`);
	});
	server.listen(port, hostname, resolve);
});
const address = server.address();
const url = `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${address.port}`;
process.env.PORT = String(address.port);
process.env.HOST = hostname;

let stopping = false;
const stop = async () => {
	if (stopping) return;
	stopping = true;
	server.close();
	server.closeIdleConnections();
	setTimeout(() => server.closeAllConnections(), 2_000).unref();
	setTimeout(() => process.exit(1), 10_000).unref();
	await globalThis.__aftertraceBooted?.close();
	process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

const app = next({ dev, dir: home, hostname, port: address.port, httpServer: server });
await app.prepare();
// The framework starts instrumentation.ts beside the preparation; a failure there ends the process.
while (globalThis.__aftertraceBooted === undefined) {
	await new Promise((resolve) => setTimeout(resolve, 20));
}
handle = app.getRequestHandler();

const { setupPath } = globalThis.__aftertraceBooted;
say('');
say(`  Aftertrace is ready at ${process.env.AFTERTRACE_URL ?? url}`);
if (setupPath !== null) {
	say(`  Make the first admin (works once, for 24 hours):`);
	say(`  ${process.env.AFTERTRACE_URL ?? url}${setupPath}`);
}
say('');
