// The beginning of a reading thread: plain JavaScript, so that Node can start it from the command
// line, from tests and from the built console alike.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleOf } from '../bundle.mjs';

const home = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const bundle = await bundleOf(home);
if (bundle === null) {
	const { register } = await import('tsx/esm/api');
	register({ tsconfig: join(home, 'tsconfig.json') });
	await import('./read-worker.ts');
} else await import(pathToFileURL(join(bundle, 'read-worker.js')).href);
