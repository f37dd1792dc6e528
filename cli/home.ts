import { fileURLToPath } from 'node:url';

/** Folder of the installation: holds prisma/, clickhouse/, samples/. Without a slash at the end. */
export const installationHome: string = (
	process.env.AFTERTRACE_HOME ?? fileURLToPath(new URL('..', import.meta.url))
).replace(/[/\\]$/, '');
