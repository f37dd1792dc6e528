import { z } from 'zod';
import type { Actor } from '@/core/access/permissions.ts';
import type { Event, EventKind } from '@/core/event/event.ts';
import { ok, type Result } from '@/core/result.ts';
import type { CaseEvents } from './case-port.ts';
import type { QueryParams } from './engine.ts';
import type { QueryName } from './queries.ts';

const runsMax = 50_000;
const valuesMax = 2_000;

interface Reads {
	rows<T>(
		actor: Actor,
		name: QueryName,
		params: QueryParams,
		row: (value: unknown) => T,
	): Promise<Result<T[]>>;
	events(actor: Actor, name: QueryName, params: QueryParams): Promise<Result<Event[]>>;
}

const sizeRow = z.object({ run_id: z.string(), events: z.number() });
const suspectRow = z.object({ run_id: z.string(), sort_micros: z.number() });
const introductionRow = z.object({
	value: z.string(),
	id: z.string(),
	run_id: z.string(),
	kind: z.string(),
	sort_micros: z.number(),
});

/** The reads of reconstruction, over the reads of the event store. */
export const caseEvents = ({ rows, events }: Reads): CaseEvents => ({
	sizes: async (actor, runIds) => {
		const params = { runs: runIds.slice(0, runsMax), limit: runsMax };
		const found = await rows(actor, 'run-sizes', params, (row) => sizeRow.parse(row));
		return found.ok ? ok(new Map(found.value.map((row) => [row.run_id, row.events]))) : found;
	},
	suspects: (actor, runIds, limit) =>
		rows(actor, 'suspect-events', { runs: runIds.slice(0, runsMax), limit }, (row) => {
			const { run_id, sort_micros } = suspectRow.parse(row);
			return { runId: run_id, micros: sort_micros };
		}),
	ofRunsBetween: (actor, runIds, from, to, limit) =>
		events(actor, 'events-of-runs-between', { runs: runIds.slice(0, runsMax), from, to, limit }),
	frames: (actor, runIds, limit) =>
		events(actor, 'frames-of-runs', { runs: runIds.slice(0, runsMax), limit }),
	introductions: (actor, values, kinds, limit) =>
		rows(
			actor,
			'introductions',
			{ values: values.slice(0, valuesMax), kinds: [...kinds], limit },
			(row) => {
				const found = introductionRow.parse(row);
				return {
					value: found.value,
					eventId: found.id,
					runId: found.run_id,
					kind: found.kind as EventKind,
					micros: found.sort_micros,
				};
			},
		),
	changesBetween: (actor, from, to, limit) => events(actor, 'changes-between', { from, to, limit }),
});
