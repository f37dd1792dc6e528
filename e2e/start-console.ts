import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const patienceMs = 240_000;

/** Starts the console as `npm start` does, tells the tests where it is, and stops it after them. */
export default async function startConsole(): Promise<() => Promise<void>> {
	const folder = mkdtempSync(join(tmpdir(), 'aftertrace-e2e-'));
	const server = spawn(process.execPath, ['scripts/start.mjs'], {
		env: { ...process.env, AFTERTRACE_DATA: join(folder, 'data'), PORT: '0', HOST: '127.0.0.1' },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let said = '';
	const heard = (data: Buffer) => {
		said += data.toString();
	};
	server.stdout.on('data', heard);
	server.stderr.on('data', heard);
	const stop = async () => {
		const ended = new Promise((resolve) => server.once('exit', resolve));
		if (server.exitCode === null && server.kill('SIGTERM')) await ended;
		rmSync(folder, { recursive: true, force: true });
	};
	const link = await new Promise<string>((resolve, reject) => {
		const timer = setTimeout(
			() => reject(new Error(`the console did not start:\n${said}`)),
			patienceMs,
		);
		const look = setInterval(() => {
			const found = /(http:\/\/[^\s/]+)\/setup\?token=\S+/.exec(said);
			if (found === null && server.exitCode === null) return;
			clearInterval(look);
			clearTimeout(timer);
			if (found === null) reject(new Error(`the console ended:\n${said}`));
			else resolve(found[0]);
		}, 100);
	}).catch(async (error: unknown) => {
		await stop();
		throw error;
	});
	process.env.AFTERTRACE_E2E_LINK = link;
	process.env.AFTERTRACE_E2E_URL = new URL(link).origin;
	process.env.AFTERTRACE_E2E_STATE = join(folder, 'signed-in.json');
	return stop;
}
