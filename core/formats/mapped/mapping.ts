import { z } from 'zod';
import type { RedactedJson } from '@/core/event/text.ts';
import { genericFields } from '../generic-ndjson/schema.ts';
import { isObject, textAt } from '../json-access.ts';

/** What a field of a log can mean. The first is shown first where one maps by hand. */
export const mappingMeanings = [
	'time',
	'actor',
	'operation',
	'outcome',
	'resource',
	'resourceKind',
	'message',
	'tool',
	'input',
	'output',
	'run',
	'call',
	'provider',
	'environment',
	'credential',
	'address',
	'request',
] as const;
export type MappingMeaning = (typeof mappingMeanings)[number];

const path = z
	.string()
	.min(1)
	.max(200)
	.describe('A key, with dots to go down; or = and a text that holds for every record');

const words = z.array(z.string().min(1).max(100)).max(50).default([]);

/** How to read a log of one's own, as it is saved and as `ingest --mapping FILE` takes it. */
export const mappingSchema = z.object({
	schema: z.literal('aftertrace.mapping/v1').default('aftertrace.mapping/v1'),
	name: z.string().trim().min(1).max(100),
	/** Keys that every record of such a log has: by these it is recognised. */
	keys: z.array(z.string().min(1).max(200)).min(1).max(20),
	/** What one record is. */
	event: z.enum(['provider-record', 'tool-call', 'prompt', 'message', 'record']),
	fields: z.partialRecord(z.enum(mappingMeanings), path),
	/** Words of the outcome field beside the usual ones; compared without regard to case. */
	outcomes: z
		.object({ ok: words, denied: words, error: words })
		.default({ ok: [], denied: [], error: [] }),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** A key as it is written, or a path down into objects. */
export function valueAt(record: RedactedJson, path: string): RedactedJson | undefined {
	if (isObject(record) && Object.hasOwn(record, path)) return record[path];
	let current: RedactedJson | undefined = record;
	for (const key of path.split('.')) {
		if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
		current = current[key];
	}
	return current;
}

/** Whether a record has every key by which the mapping's logs are known. */
export const fits = (mapping: Mapping, record: RedactedJson): boolean =>
	mapping.keys.every((key) => valueAt(record, key) !== undefined);

export interface FoundField {
	readonly path: string;
	/** In how many of the records it stands. */
	readonly count: number;
	readonly example: RedactedJson;
}

const depthMax = 4;
const fieldsMax = 300;

/** The fields of some records, in order of first appearance; objects are gone into. */
export function fieldsOf(records: readonly RedactedJson[]): FoundField[] {
	const found = new Map<string, { count: number; example: RedactedJson }>();
	const walk = (value: RedactedJson, prefix: string, depth: number): void => {
		if (!isObject(value)) return;
		for (const [key, child] of Object.entries(value)) {
			const path = prefix === '' ? key : `${prefix}.${key}`;
			if (isObject(child) && depth < depthMax) {
				walk(child, path, depth + 1);
				continue;
			}
			const known = found.get(path);
			if (known !== undefined) known.count++;
			else if (found.size < fieldsMax) found.set(path, { count: 1, example: child });
		}
	};
	for (const record of records) walk(record, '', 1);
	return [...found].map(([path, { count, example }]) => ({ path, count, example }));
}

const guesses: readonly (readonly [MappingMeaning, readonly string[]])[] = [
	['time', genericFields.time],
	['actor', genericFields.actor],
	['operation', genericFields.operation],
	['outcome', genericFields.outcome],
	['message', genericFields.message],
	['provider', genericFields.provider],
	['request', genericFields.request],
	['credential', genericFields.credential],
	['address', genericFields.address],
	['environment', ['environment', 'env', 'environment.name', 'stage']],
	[
		'resource',
		[
			'resource.id',
			'resourceId',
			'resource_id',
			'resource.name',
			'resource',
			'target.id',
			'target',
			'object',
		],
	],
	[
		'resourceKind',
		['resource.type', 'resourceType', 'resource_type', 'target.type', 'object_type'],
	],
	['tool', ['tool', 'tool_name', 'toolName', 'tool.name', 'function']],
	['input', ['input', 'arguments', 'args', 'params', 'parameters', 'tool_input']],
	['output', ['output', 'result.output', 'response', 'tool_output']],
	[
		'run',
		['session_id', 'sessionId', 'conversation_id', 'run_id', 'runId', 'thread_id', 'trace_id'],
	],
	['call', ['call_id', 'callId', 'tool_call_id', 'toolCallId']],
];

/** A mapping to begin with: fields by their names, and the keys that all records share. */
export function guessMapping(records: readonly RedactedJson[], name: string): Mapping {
	const found = fieldsOf(records);
	const present = new Map(found.map((field) => [field.path.toLowerCase(), field.path]));
	const fields: Mapping['fields'] = {};
	for (const [meaning, keys] of guesses) {
		const key = keys.find((each) => present.has(each.toLowerCase()));
		const path = key === undefined ? undefined : present.get(key.toLowerCase());
		if (path !== undefined) fields[meaning] = path;
	}
	const shared = found.filter(({ count }) => count === records.length).map(({ path }) => path);
	const keys = shared.length > 0 ? shared : found.map(({ path }) => path);
	const isCall =
		fields.tool !== undefined && (fields.input !== undefined || fields.run !== undefined);
	const isAct = fields.operation !== undefined && fields.actor !== undefined;
	return mappingSchema.parse({
		name,
		keys: keys.slice(0, 6).length > 0 ? keys.slice(0, 6) : ['message'],
		event: isCall ? 'tool-call' : isAct ? 'provider-record' : 'record',
		fields,
	});
}

/** The text that a meaning has in a record; null: none. */
export function mappedText(mapping: Mapping, record: RedactedJson, meaning: MappingMeaning) {
	const value = mappedValue(mapping, record, meaning);
	return value === undefined ? null : textAt({ value }, 'value');
}

export function mappedValue(
	mapping: Mapping,
	record: RedactedJson,
	meaning: MappingMeaning,
): RedactedJson | undefined {
	const path = mapping.fields[meaning];
	if (path === undefined) return undefined;
	if (path.startsWith('=')) return path.slice(1) as RedactedJson;
	return valueAt(record, path);
}
