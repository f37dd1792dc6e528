import type { Actor } from '@/core/access/permissions.ts';
import type { RowToStore } from '@/server/events/credential-port.ts';
import { installation } from '@/server/installation/installation.ts';

const counterName = 'credential-rows';
/** Answers kept in one process, the oldest dropped first. */
const answersMax = 100;

interface Answer {
	readonly stamp: number;
	readonly made: Promise<unknown>;
}
const answersOf = new WeakMap<object, Map<string, Answer>>();

/**
 * Writes rows of the inventory, and says to every process that answers made of earlier ones no longer
 * hold. Every writer of rows goes this way.
 */
export async function writeRows(actor: Actor, rows: readonly RowToStore[]): Promise<void> {
	if (rows.length === 0) return;
	const { events, records } = installation();
	await events.credentials.writeRows(actor.workspaceId, rows);
	await records.database.$executeRaw`
		INSERT INTO "Counter" AS c ("workspaceId", name, value)
		VALUES (${actor.workspaceId}, ${counterName}, 1)
		ON CONFLICT ("workspaceId", name) DO UPDATE SET value = c.value + 1`;
}

/**
 * What `make` answers about the workspace's rows, made once for all who ask until a row is written
 * anywhere. The stamp is read before the rows, so that an answer is never kept under a later stamp
 * than the rows that it was made of.
 *
 * @param question what is asked, with all that the answer depends on besides the rows
 */
export async function ofRows<T>(
	actor: Actor,
	question: string,
	make: () => Promise<T>,
): Promise<T> {
	const at = installation();
	const row = await at.records.database.counter.findUnique({
		where: { workspaceId_name: { workspaceId: actor.workspaceId, name: counterName } },
	});
	const stamp = row?.value ?? 0;
	const answers = answersOf.get(at) ?? new Map<string, Answer>();
	answersOf.set(at, answers);
	const key = `${actor.workspaceId}\0${question}`;
	const known = answers.get(key);
	if (known?.stamp === stamp) return known.made as Promise<T>;
	const made = make();
	answers.delete(key);
	answers.set(key, { stamp, made });
	const [oldest] = answers.keys();
	if (answers.size > answersMax && oldest !== undefined) answers.delete(oldest);
	// A failure is told to those who wait, and asked again by the next.
	made.catch(() => {
		if (answers.get(key)?.made === made) answers.delete(key);
	});
	return made;
}

/** A minute: what counts days or ends is made anew for each. */
export const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000);
