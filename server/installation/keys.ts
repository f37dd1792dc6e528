import { hkdfSync, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspaceId } from '@/core/event/ids.ts';

/** The installation's secrets: 32 random bytes each, in files that only their owner can read. */
export interface Keys {
	/** Signs session cookies. */
	readonly session: string;
	/** Key under which a workspace's secrets are fingerprinted: derived, so none is stored. */
	fingerprintKey(workspace: WorkspaceId): Uint8Array;
	/** Key under which something is encrypted at rest; each use has its own. */
	sealingKey(use: 'spool' | 'connectors' | 'webhooks'): Uint8Array;
}

export async function openKeys(dataFolder: string): Promise<Keys> {
	const folder = join(dataFolder, 'keys');
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await chmod(folder, 0o700);
	const session = await keyFile(join(folder, 'session'));
	const master = await keyFile(join(folder, 'master'));
	return {
		session: session.toString('base64url'),
		fingerprintKey: (workspace) =>
			new Uint8Array(hkdfSync('sha256', master, workspace, 'aftertrace fingerprint v1', 32)),
		sealingKey: (use) =>
			new Uint8Array(hkdfSync('sha256', master, use, 'aftertrace sealing v1', 32)),
	};
}

/** Reads a key, or makes it: written and synced under another name first, so that no half key can stay. */
async function keyFile(path: string): Promise<Buffer> {
	try {
		return decoded(await readFile(path, 'utf8'), path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	}
	const unfinished = `${path}.${process.pid}`;
	const file = await open(unfinished, 'w', 0o600);
	await file.writeFile(`${randomBytes(32).toString('base64url')}\n`);
	await file.sync();
	await file.close();
	await link(unfinished, path).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EEXIST') throw error;
	});
	await rm(unfinished);
	return decoded(await readFile(path, 'utf8'), path);
}

function decoded(text: string, path: string): Buffer {
	const key = Buffer.from(text.trim(), 'base64url');
	if (key.length !== 32) throw new Error(`${path} does not hold a key; restore it from a backup`);
	return key;
}
