// The beginning of a reading thread: plain JavaScript, so that Node can start it from the command
// line, from tests and from the built console alike.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register({ tsconfig: join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'tsconfig.json') });
await import('./read-worker.ts');
