// Generates the record client from prisma/schema.prisma into server/records/generated.
// Prisma's command line wants to download an engine that `generate` does not use; naming any
// existing executable keeps it offline.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));
const prisma = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url));
const run = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], {
	cwd: home,
	encoding: 'utf8',
	env: {
		...process.env,
		PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
		PRISMA_HIDE_UPDATE_MESSAGE: '1',
		CHECKPOINT_DISABLE: '1',
	},
});
if (run.status !== 0) {
	process.stderr.write(`${run.stdout ?? ''}${run.stderr ?? ''}\n`);
	process.exit(1);
}
