import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '@/core/access/permissions.ts';
import {
	correlateHits,
	correlationsOn,
	createHitMatcher,
	type RuleHit,
} from '@/core/detection/rule-hits.ts';
import { type RunningRules, runningRules } from '@/core/detection/running-rules.ts';
import { loadRules } from '@/core/detection/sigma/load.ts';
import type { Event } from '@/core/event/event.ts';
import { eventId } from '@/core/event/ids.ts';
import type { EventPlace } from '@/server/events/port.ts';
import { eventReader, loadUnderstanding } from '@/server/ingest/reading.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma, RuleHunt } from '@/server/records/generated/client.ts';
import { Turn } from '@/server/turn.ts';
import { foundOf } from './hunts.ts';
import { ruleBookOf } from './rule-book.ts';

/** Matches of one rule, and of all, that a hunt keeps: the earliest. The rest is counted. */
export const huntHitsMax = { ofRule: 10_000, ofAll: 100_000 } as const;
/** Events between two notes of how far it came. */
const eventsAtOnce = 500;
/** Kept matches that correlations are run over. */
const correlatedMax = 100_000;
const insertedAtOnce = 1_000;
/** Another process takes a hunt that was silent for half a minute. */
const beatEveryMs = 5_000;

const placeSchema = z.object({ time: z.number(), order: z.number(), id: z.string() });
/** `at` is done; reading begins at `warm`, so that what runs set before it is known. */
const cursorSchema = z.object({ at: placeSchema, warm: placeSchema });

const placeOf = (event: Event): EventPlace => ({
	time: event.time ?? 0,
	order: event.order,
	id: event.id,
});
const isAfter = (a: EventPlace, b: EventPlace): boolean =>
	a.time !== b.time ? a.time > b.time : a.order !== b.order ? a.order > b.order : a.id > b.id;

/**
 * Runs a hunt on from where it stands: piece by piece, each kept together with how far it came, so
 * that a hunt whose process died goes on and finds nothing twice. Ends early when it is cancelled or
 * deleted meanwhile, or when `stop` says that the process ends.
 */
export async function runHunt(
	actor: Actor,
	row: RuleHunt,
	stop: AbortSignal,
	now: () => Date,
): Promise<void> {
	const rules = await rulesOf(actor, row);
	const match = createHitMatcher(rules);
	const readEvent = eventReader(await loadUnderstanding());
	const range = {
		from: row.fromMicros === null ? null : Number(row.fromMicros),
		to: Number(row.toMicros),
	};
	const { events: store } = installation();
	const notes = await HuntNotes.of(actor, row, now);
	if (row.total === null) {
		const total = await store.countBetween(actor, range.from, range.to);
		if (!total.ok) return notes.end('failed', total.error.message);
		if (!(await notes.note({ total: total.value }))) return;
	}
	const begun = cursorSchema.nullable().catch(null).parse(row.cursor);
	let after = begun?.warm ?? null;
	let warm = after;
	const turn = new Turn();
	for (;;) {
		if (stop.aborted) return;
		const events = await store.after(actor, { ...range, after, limit: eventsAtOnce });
		if (!events.ok) return notes.end('failed', events.error.message);
		const hits: RuleHit[] = [];
		let looked = 0;
		for (const event of events.value) {
			const { acts } = readEvent(event);
			await turn.yielded();
			if (!(await notes.beat())) return;
			if (begun !== null && !isAfter(placeOf(event), begun.at)) continue;
			looked++;
			hits.push(...match(event, acts));
		}
		const last = events.value.at(-1);
		if (last === undefined) break;
		after = placeOf(last);
		if (!(await notes.keep(hits, looked, { at: after, warm: warm ?? after }))) return;
		warm = after;
	}
	await notes.correlate(rules);
	await notes.end('done', null);
}

/** The rules of a hunt, with those that its correlations need. */
async function rulesOf(actor: Actor, row: RuleHunt): Promise<RunningRules> {
	const book = await ruleBookOf(actor);
	const { draftPath, draftText } = row;
	if (draftPath === null && row.ruleIds.length === 0) return book.running;
	const files = [...book.files.values()].filter(({ path }) => path !== draftPath);
	const all =
		draftPath === null || draftText === null
			? book.loaded.rules
			: loadRules([...files, { path: draftPath, text: draftText }], book.pipelines).rules;
	const wanted = new Set(row.ruleIds);
	return runningRules(all, new Set(all.flatMap(({ id }) => (wanted.has(id) ? [] : [id]))));
}

/** What a hunt found so far, in the records. */
class HuntNotes {
	private readonly found: Record<string, number>;
	private beatenAt = performance.now();

	private constructor(
		private readonly actor: Actor,
		private readonly row: RuleHunt,
		private readonly kept: Map<string, number>,
		private readonly now: () => Date,
		private leftOut: number,
	) {
		this.found = foundOf(row);
	}

	static async of(actor: Actor, row: RuleHunt, now: () => Date): Promise<HuntNotes> {
		const counts = await installation().records.database.ruleHuntHit.groupBy({
			by: ['ruleId'],
			where: { workspaceId: row.workspaceId, huntId: row.id },
			_count: { _all: true },
		});
		const kept = new Map(counts.map(({ ruleId, _count }) => [ruleId, _count._all]));
		return new HuntNotes(actor, row, kept, now, row.leftOut);
	}

	/** Gives a sign of life now and then, however long a piece takes. False: it was cancelled or deleted. */
	async beat(): Promise<boolean> {
		const now = performance.now();
		if (now - this.beatenAt < beatEveryMs) return true;
		this.beatenAt = now;
		return this.note({});
	}

	/** False: it was cancelled or deleted. */
	async note(
		data: Prisma.RuleHuntUpdateManyMutationInput,
		records: Prisma.TransactionClient = installation().records.database,
	): Promise<boolean> {
		const { workspaceId, id } = this.row;
		const changed = await records.ruleHunt.updateMany({
			where: { workspaceId, id, state: 'running' },
			data: { ...data, beatAt: this.now() },
		});
		return changed.count > 0;
	}

	async keep(
		hits: readonly RuleHit[],
		looked: number,
		cursor: z.infer<typeof cursorSchema>,
	): Promise<boolean> {
		const rows = hits.flatMap((hit) => this.admitted(hit));
		const { database } = installation().records;
		return database.$transaction(async (records) => {
			const goesOn = await this.note(
				{ cursor, looked: { increment: looked }, found: this.found, leftOut: this.leftOut },
				records,
			);
			if (goesOn) await insert(records, rows);
			return goesOn;
		});
	}

	/** Runs the correlations over what was kept, the earliest first. */
	async correlate({ rules, muted }: RunningRules): Promise<void> {
		const { workspaceId, id: huntId } = this.row;
		const { database } = installation().records;
		const { correlations, needs } = correlationsOn(rules, new Set(rules.map(({ id }) => id)));
		if (correlations.length === 0) return;
		const kept = await database.ruleHuntHit.findMany({
			where: { workspaceId, huntId, ruleId: { in: [...needs] }, timeMicros: { not: null } },
			orderBy: [{ timeMicros: 'asc' }, { order: 'asc' }],
			take: correlatedMax,
		});
		const found = correlateHits(
			correlations,
			kept.map((row) => ({
				ruleId: row.ruleId,
				eventId: eventId(row.eventIds[0] ?? ''),
				timeMicros: Number(row.timeMicros),
				order: Number(row.order),
				values: row.values as RuleHit['values'],
			})),
		);
		const rows = found
			.filter(({ ruleId }) => !muted.has(ruleId))
			.flatMap((hit) =>
				this.admitted({ ...hit, order: 0, reports: true, values: {} }, hit.eventIds),
			);
		await database.$transaction(async (records) => {
			if (await this.note({ found: this.found, leftOut: this.leftOut }, records))
				await insert(records, rows);
		});
	}

	async end(state: 'done' | 'failed', failure: string | null): Promise<void> {
		await this.note({ state, failure, finishedAt: this.now() });
	}

	/** Counts a match; nothing where as many as may be are kept. */
	private admitted(
		hit: Omit<RuleHit, 'eventId'> & { readonly eventId?: RuleHit['eventId'] },
		eventIds: readonly string[] = [hit.eventId ?? ''],
	): Prisma.RuleHuntHitCreateManyInput[] {
		const { ruleId, level, timeMicros, order, reports } = hit;
		if (reports) this.found[ruleId] = (this.found[ruleId] ?? 0) + 1;
		const ofRule = this.kept.get(ruleId) ?? 0;
		const ofAll = [...this.kept.values()].reduce((sum, count) => sum + count, 0);
		if (ofRule >= huntHitsMax.ofRule || ofAll >= huntHitsMax.ofAll) {
			this.leftOut++;
			return [];
		}
		this.kept.set(ruleId, ofRule + 1);
		return [
			{
				workspaceId: this.actor.workspaceId,
				huntId: this.row.id,
				id: createHash('sha256').update(`${ruleId}\0${eventIds.join()}`).digest('hex').slice(0, 32),
				ruleId,
				level,
				reports,
				eventIds: [...eventIds],
				timeMicros,
				order,
				values: hit.values as Prisma.InputJsonValue,
			},
		];
	}
}

async function insert(
	records: Prisma.TransactionClient,
	rows: Prisma.RuleHuntHitCreateManyInput[],
): Promise<void> {
	for (let at = 0; at < rows.length; at += insertedAtOnce)
		await records.ruleHuntHit.createMany({
			data: rows.slice(at, at + insertedAtOnce),
			skipDuplicates: true,
		});
}
