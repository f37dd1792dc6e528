import { z } from 'zod';
import { actionClasses } from '@/core/actions/action.ts';
import type { Event, EventKind } from '@/core/event/event.ts';
import { ownText } from '@/core/event/text.ts';
import { environments } from '@/core/incidents/document.ts';
import { introducedValues } from '@/core/incidents/values.ts';
import type { EventRow, EventToStore } from './port.ts';
import { RowBinaryWriter } from './row-binary.ts';

/** Columns of a batch in ClickHouse's words, in the order in which `encodeRows` writes them. */
export const rowStructure = [
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
	'introduces Array(String)',
].join(', ');

/** Events as the store takes them in: rows one after another, and what is asked of each before. */
export interface EncodedRows {
	/** In RowBinary; redacted, as events are. */
	readonly bytes: Uint8Array;
	/** Where each row begins. */
	readonly starts: readonly number[];
	readonly ids: readonly string[];
	/** Epoch microseconds that the rows are sorted by; 0 stands for an event without a time. */
	readonly times: readonly number[];
}

/** Encodes events one by one, so that encoding many holds nobody up. An id that stands twice is encoded once. */
export class RowEncoder {
	private readonly writer = new RowBinaryWriter();
	private starts: number[] = [];
	private ids: string[] = [];
	private times: number[] = [];
	private seen = new Set<string>();

	constructor(private readonly workspace: string) {}

	/** False: its id stands among them already. */
	add(entry: EventToStore): boolean {
		const { id, time } = entry.event;
		if (this.seen.has(id)) return false;
		this.seen.add(id);
		this.starts.push(this.writer.length);
		this.ids.push(id);
		this.times.push(time ?? 0);
		writeRow(this.writer, this.workspace, entry);
		return true;
	}

	get rows(): number {
		return this.ids.length;
	}

	get byteLength(): number {
		return this.writer.length;
	}

	/** What was encoded; begins anew. */
	take(): EncodedRows {
		const { starts, ids, times } = this;
		this.starts = [];
		this.ids = [];
		this.times = [];
		this.seen = new Set();
		return { bytes: this.writer.take(), starts, ids, times };
	}
}

export function encodeRows(workspace: string, events: readonly EventToStore[]): EncodedRows {
	const encoder = new RowEncoder(workspace);
	for (const entry of events) encoder.add(entry);
	return encoder.take();
}

function writeRow(
	row: RowBinaryWriter,
	workspace: string,
	{ event, reading, importId }: EventToStore,
): void {
	row.string(workspace);
	row.int64(event.time ?? 0);
	row.string(event.id);
	row.nullableInt64(event.time);
	row.int64(event.order);
	row.string(event.kind);
	row.string(event.origin.format);
	row.string(event.origin.source);
	row.string(event.origin.path ?? '');
	row.uint32(event.origin.line ?? 0);
	row.string(event.run?.id ?? '');
	row.string(event.run?.product ?? '');
	row.string(event.actor.name ?? event.actor.type);
	row.string(event.call?.tool ?? '');
	row.string(reading.operation ?? event.record?.operation ?? '');
	row.string(reading.provider ?? event.record?.provider ?? '');
	row.string(reading.actionClass ?? '');
	row.string(reading.environment);
	row.string(
		event.result?.status ?? event.record?.outcome ?? event.approval?.decision ?? 'unknown',
	);
	row.strings([...new Set(event.sightings.map((sighting) => sighting.fingerprint))]);
	row.string(event.text);
	row.string(payloadOf(event));
	row.string(event.raw);
	row.string(importId);
	row.strings(introducedValues(event));
}

/** The event without what has a column of its own: the whole record, and its text. */
function payloadOf(event: Event): string {
	const { raw, text, ...payload } = event;
	if (payload.result === null || payload.result.output !== text) return JSON.stringify(payload);
	const { output, ...result } = payload.result;
	return JSON.stringify({ ...payload, result });
}

const payloadRow = z.object({
	id: z.string(),
	payload: z.string(),
	text: z.string(),
	raw: z.string(),
});

/** An event as it was stored. Only this program writes the payload, so its shape is trusted. */
export function eventOf(row: unknown): Event {
	const { payload, text, raw } = payloadRow.parse(row);
	const event = JSON.parse(payload) as Omit<Event, 'raw' | 'text'>;
	const result =
		event.result === null || event.result.output !== undefined
			? event.result
			: { ...event.result, output: ownText(text) };
	return { ...event, result, text: ownText(text), raw: ownText(raw) };
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
