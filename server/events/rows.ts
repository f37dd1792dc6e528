import { z } from 'zod';
import { actionClasses } from '@/core/actions/action.ts';
import type { Event, EventKind } from '@/core/event/event.ts';
import { ownText } from '@/core/event/text.ts';
import { environments } from '@/core/incidents/document.ts';
import type { EventRow, EventToStore } from './port.ts';

/** Columns of a batch file, in ClickHouse's words. Order does not matter: lines are JSON objects. */
export const lineStructure = [
	'workspace String',
	'sort_micros Int64',
	'id String',
	'time_micros Nullable(Int64)',
	'event_order Int64',
	...['kind', 'format', 'source', 'path'].map((name) => `${name} String`),
	'line UInt32',
	...['run_id', 'product', 'actor', 'tool', 'operation', 'provider'].map(
		(name) => `${name} String`,
	),
	...['action_class', 'environment', 'outcome'].map((name) => `${name} String`),
	'credentials Array(String)',
	...['text', 'payload', 'raw', 'import_id'].map((name) => `${name} String`),
].join(', ');

/** One line of a batch file. The payload is the event without its whole record, which has a column of its own. */
export function lineOf(workspace: string, { event, reading, importId }: EventToStore): string {
	const { raw, ...payload } = event;
	return JSON.stringify({
		workspace,
		sort_micros: event.time ?? 0,
		id: event.id,
		time_micros: event.time,
		event_order: event.order,
		kind: event.kind,
		format: event.origin.format,
		source: event.origin.source,
		path: event.origin.path ?? '',
		line: event.origin.line ?? 0,
		run_id: event.run?.id ?? '',
		product: event.run?.product ?? '',
		actor: event.actor.name ?? event.actor.type,
		tool: event.call?.tool ?? '',
		operation: reading.operation ?? event.record?.operation ?? '',
		provider: reading.provider ?? event.record?.provider ?? '',
		action_class: reading.actionClass ?? '',
		environment: reading.environment,
		outcome: event.result?.status ?? event.record?.outcome ?? event.approval?.decision ?? 'unknown',
		credentials: [...new Set(event.sightings.map((sighting) => sighting.fingerprint))],
		text: event.text,
		payload: JSON.stringify(payload),
		raw,
		import_id: importId,
	});
}

const payloadRow = z.object({ id: z.string(), payload: z.string(), raw: z.string() });

/** An event as it was stored. Only this program writes the payload, so its shape is trusted. */
export function eventOf(row: unknown): Event {
	const { payload, raw } = payloadRow.parse(row);
	return { ...(JSON.parse(payload) as Omit<Event, 'raw'>), raw: ownText(raw) };
}

const searchRow = z.object({
	id: z.string(),
	time_micros: z.number().nullable(),
	event_order: z.number(),
	kind: z.string(),
	format: z.string(),
	source: z.string(),
	path: z.string(),
	line: z.number(),
	run_id: z.string(),
	product: z.string(),
	actor: z.string(),
	tool: z.string(),
	operation: z.string(),
	provider: z.string(),
	action_class: z.union([z.literal(''), z.enum(actionClasses)]),
	environment: z.enum(environments),
	outcome: z.string(),
	credentials: z.array(z.string()),
	text: z.string(),
});

const orNull = (text: string): string | null => (text === '' ? null : text);

export function eventRowOf(value: unknown): EventRow {
	const row = searchRow.parse(value);
	return {
		id: row.id,
		timeMicros: row.time_micros,
		order: row.event_order,
		kind: row.kind as EventKind,
		format: row.format,
		source: row.source,
		path: orNull(row.path),
		line: row.line === 0 ? null : row.line,
		runId: orNull(row.run_id),
		product: orNull(row.product),
		actor: orNull(row.actor),
		tool: orNull(row.tool),
		operation: orNull(row.operation),
		provider: orNull(row.provider),
		actionClass: row.action_class === '' ? null : row.action_class,
		environment: row.environment,
		outcome: row.outcome,
		credentials: row.credentials,
		text: row.text,
	};
}
