import { z } from 'zod';
import type { RawJson } from '@/core/event/text.ts';
import { nestsDeeperThan } from '@/core/formats/json-depth.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { otlpType } from './descriptor.ts';

export type Signal = 'traces' | 'logs';
export type Encoding = 'json' | 'protobuf';

/** Names of a signal's parts in OTLP, from the request down. */
export const signalShapes = {
	traces: { groups: 'resourceSpans', scopes: 'scopeSpans', items: 'spans', type: 'TraceRequest' },
	logs: { groups: 'resourceLogs', scopes: 'scopeLogs', items: 'logRecords', type: 'LogsRequest' },
} as const;

const item = z.record(z.string(), z.unknown());
const groupsSchema = z.array(z.record(z.string(), z.unknown()));
const scopesSchema = z.array(z.record(z.string(), z.unknown())).default([]);

/** What one export brings, one line of OTLP/JSON for each group of a resource's and scope's items. */
export interface Exported {
	readonly lines: readonly { readonly service: string; readonly line: string }[];
	readonly accepted: number;
	readonly rejected: number;
	/** Why the rejected were; empty where none was. */
	readonly reason: string;
}

const depthMax = 100;
const itemsPerLine = 50;

/** Reads the body of an export. */
export function readExport(signal: Signal, encoding: Encoding, body: Buffer): Result<Exported> {
	const decoded = encoding === 'json' ? fromJson(body) : fromProtobuf(signal, body);
	if (decoded === null)
		return fail<Failure>(
			failure('invalid-input', `the body is not an OTLP export of ${signal} as ${encoding}`),
		);
	const shape = signalShapes[signal];
	const groups = groupsSchema.safeParse((decoded as Record<string, unknown>)[shape.groups] ?? []);
	if (!groups.success)
		return fail<Failure>(failure('invalid-input', `${shape.groups} is not a list of objects`));
	return gather(signal, groups.data);
}

function fromJson(body: Buffer): object | null {
	const text = body.toString('utf8');
	if (nestsDeeperThan(text, depthMax)) return null;
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
	} catch {
		return null;
	}
}

function fromProtobuf(signal: Signal, body: Buffer): object | null {
	const type = otlpType(signalShapes[signal].type);
	try {
		const plain = type.toObject(type.decode(body), { longs: String, bytes: String });
		return nestsDeeperThan(JSON.stringify(plain), depthMax) ? null : plain;
	} catch {
		return null; // cut, of another schema, or nested until the stack ends
	}
}

function gather(signal: Signal, groups: readonly Record<string, unknown>[]): Result<Exported> {
	const shape = signalShapes[signal];
	const lines: { service: string; line: string }[] = [];
	let accepted = 0;
	let rejected = 0;
	for (const group of groups) {
		const scopes = scopesSchema.safeParse(group[shape.scopes]);
		if (!scopes.success)
			return fail<Failure>(failure('invalid-input', `${shape.scopes} is not a list of objects`));
		for (const scope of scopes.data) {
			const listed = scope[shape.items] ?? [];
			if (!Array.isArray(listed))
				return fail<Failure>(failure('invalid-input', `${shape.items} is not a list`));
			const kept = listed.flatMap((each) => checkedItem(signal, each) ?? []);
			accepted += kept.length;
			rejected += listed.length - kept.length;
			for (let from = 0; from < kept.length; from += itemsPerLine) {
				const part = { ...scope, [shape.items]: kept.slice(from, from + itemsPerLine) };
				const whole = { [shape.groups]: [{ ...group, [shape.scopes]: [part] }] };
				lines.push({ service: serviceOf(group), line: JSON.stringify(whole) });
			}
		}
	}
	const reason =
		rejected === 0
			? ''
			: 'a span needs a traceId of 16 and a spanId of 8 bytes that are not all zero';
	return ok({ lines, accepted, rejected, reason });
}

/** With ids in hexadecimal, as OTLP/JSON has them. Null: no item, or a span without valid ids. */
function checkedItem(signal: Signal, value: unknown): Record<string, unknown> | null {
	const parsed = item.safeParse(value);
	if (!parsed.success) return null;
	const made = { ...parsed.data };
	for (const [key, bytes] of [
		['traceId', 16],
		['spanId', 8],
		['parentSpanId', 8],
	] as const) {
		const id = hexId(made[key], bytes);
		if (id === null) delete made[key];
		else made[key] = id;
	}
	const hasIds = made.traceId !== undefined && made.spanId !== undefined;
	return signal === 'logs' || hasIds ? made : null;
}

/** Hexadecimal as in OTLP/JSON, base64 as protobuf's bytes come here; zeros mean none. */
function hexId(value: unknown, bytes: number): string | null {
	if (typeof value !== 'string' || value === '') return null;
	const isHex = value.length === bytes * 2 && /^[0-9a-f]+$/i.test(value);
	const hex = isHex ? value.toLowerCase() : Buffer.from(value, 'base64').toString('hex');
	return hex.length === bytes * 2 && /[^0]/.test(hex) ? hex : null;
}

const attributesSchema = z
	.object({
		attributes: z.array(
			z.looseObject({ key: z.string(), value: z.looseObject({ stringValue: z.string() }) }).catch({
				key: '',
				value: { stringValue: '' },
			}),
		),
	})
	.catch({ attributes: [] });

/** The resource's service name as a source may be called. */
function serviceOf(group: Record<string, unknown>): string {
	const { attributes } = attributesSchema.parse(group.resource ?? {});
	const name = attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
	return name.replace(/[^\w.:@/ -]/g, '-').slice(0, 80) || 'unknown';
}

/** The answer to an export that was taken. */
export function exportAnswer(
	signal: Signal | 'metrics',
	encoding: Encoding,
	rejected: number,
	reason: string,
): Uint8Array<ArrayBuffer> {
	const isPartial = rejected > 0 || reason !== '';
	if (encoding === 'protobuf') {
		const type = otlpType('ExportResponse');
		const value = isPartial ? { partialSuccess: { rejected, errorMessage: reason } } : {};
		return new Uint8Array(type.encode(type.fromObject(value)).finish());
	}
	const names = {
		traces: 'rejectedSpans',
		logs: 'rejectedLogRecords',
		metrics: 'rejectedDataPoints',
	};
	const value: RawJson = isPartial
		? ({ partialSuccess: { [names[signal]]: String(rejected), errorMessage: reason } } as never)
		: {};
	return new Uint8Array(Buffer.from(JSON.stringify(value)));
}

/** google.rpc.Status, as the specification wants errors answered. */
export function errorAnswer(
	encoding: Encoding,
	code: number,
	message: string,
): Uint8Array<ArrayBuffer> {
	if (encoding === 'json') return new Uint8Array(Buffer.from(JSON.stringify({ code, message })));
	const type = otlpType('RpcStatus');
	return new Uint8Array(type.encode(type.fromObject({ code, message })).finish());
}
