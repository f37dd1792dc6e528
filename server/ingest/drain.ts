import type { Actor } from '@/core/access/permissions.ts';
import { gatherImport } from './gather.ts';
import { systemActor } from './interrupted.ts';
import { runImport } from './run-import.ts';
import type { TakeLines } from './spool.ts';

/**
 * Reads a segment of the spool as one import in its sender's name. The segment's name is the
 * idempotency key: a process that dies in the middle takes it up again, and nothing counts twice.
 */
export const drainSegment: TakeLines = async (lane, lines, segment) => {
	const actor: Actor = { ...systemActor(lane.workspace), ...lane.sender };
	const stream = (async function* () {
		for (const line of lines) yield Buffer.from(`${line}\n`, 'utf8');
	})();
	const done = await runImport(
		actor,
		{ stream, name: lane.source },
		{
			name: lane.source,
			source: lane.source,
			format: lane.format,
			idempotencyKey: segment,
			isGathered: true,
		},
	);
	if (!done.ok) {
		console.error(`reading ${segment} failed:`, done.error.internal ?? done.error.message);
		return false;
	}
	await done.value.reconstructed;
	// Of it nothing depends on this: what could not be gathered stays as it is.
	await gatherImport(actor, done.value.id, lane.format).catch((error: unknown) =>
		console.error(`gathering ${segment} failed:`, error),
	);
	return true;
};
