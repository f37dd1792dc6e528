import type { NamedResource, ProviderRecord, ToolResult } from '@/core/event/event.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import { type EventDraft, events, type FormatReader, quarantined, type Sample } from '../format.ts';
import { isObject, listOf, parseRedacted, stringify } from '../json-access.ts';
import { plainRecord, summaryOf } from '../provider-reader.ts';
import { agent, human, plainRun, tool } from '../run-of.ts';
import { fits, type Mapping, type MappingMeaning, mappedText, mappedValue } from './mapping.ts';

interface MappedState {
	readonly fallbackRun: string;
	calls: number;
}

const DENIED = /denied|forbidden|unauthori[sz]ed|rejected|blocked|^40[13]$/i;
const FAILED = /^(?:error|fail(?:ed|ure)?|false|5\d\d|4\d\d)$/i;

function outcomeOf(
	mapping: Mapping,
	word: RedactedText | string | null,
): ProviderRecord['outcome'] {
	if (word === null) return 'unknown';
	const said = word.toLowerCase();
	for (const outcome of ['ok', 'denied', 'error'] as const) {
		if (mapping.outcomes[outcome].some((each) => each.toLowerCase() === said)) return outcome;
	}
	if (DENIED.test(word)) return 'denied';
	return FAILED.test(word) ? 'error' : 'ok';
}

/** Booleans and numbers count as their words: `success: false`. */
function outcomeWord(mapping: Mapping, record: RedactedJson): RedactedText | null {
	const value = mappedValue(mapping, record, 'outcome');
	return typeof value === 'boolean'
		? ownText(String(value))
		: mappedText(mapping, record, 'outcome');
}

function resourcesOf(mapping: Mapping, record: RedactedJson): NamedResource[] {
	const value = mappedValue(mapping, record, 'resource');
	const kind = mappedText(mapping, record, 'resourceKind')?.toLowerCase() ?? null;
	const ids = Array.isArray(value) ? listOf(value) : [value ?? null];
	return ids
		.slice(0, 100)
		.flatMap((id): NamedResource[] =>
			typeof id === 'string' && id !== '' ? [{ kind, id, name: null }] : [],
		);
}

function draftsOf(mapping: Mapping, record: RedactedJson, state: MappedState): EventDraft[] {
	const text = (meaning: MappingMeaning) => mappedText(mapping, record, meaning);
	const run = text('run');
	const actor = text('actor');
	const message = text('message');
	const needsRun = mapping.event !== 'provider-record' && mapping.event !== 'record';
	const base: EventDraft = {
		kind: mapping.event,
		time: parseTime(mappedValue(mapping, record, 'time')),
		run:
			run === null && !needsRun
				? null
				: plainRun(run ?? state.fallbackRun, text('provider') ?? 'agent', {
						user: mapping.event === 'tool-call' ? actor : null,
					}),
		actor: actor === null ? { type: 'unknown', name: null } : { type: 'human', name: actor },
		text: message ?? stringify(record),
		key: null,
		field: null,
	};
	switch (mapping.event) {
		case 'provider-record': {
			const made = plainRecord(text('provider') ?? 'generic', text('operation') ?? 'unknown', {
				outcome: outcomeOf(mapping, outcomeWord(mapping, record)),
				requestId: text('request'),
				principal: actor,
				credentialId: text('credential'),
				sourceAddress: text('address'),
				resources: resourcesOf(mapping, record),
				environment: text('environment'),
				parameters: mappedValue(mapping, record, 'input') ?? null,
				response: mappedValue(mapping, record, 'output') ?? null,
			});
			return [{ ...base, run: null, text: message ?? summaryOf(made), record: made }];
		}
		case 'tool-call':
			return callDrafts(mapping, record, base, state);
		case 'prompt':
			return [{ ...base, actor: human }];
		case 'message':
			return [{ ...base, actor: agent(text('provider') ?? 'agent') }];
		case 'record':
			return [base];
		default:
			return mapping.event satisfies never;
	}
}

/** A record that holds a call and what came of it is both. */
function callDrafts(
	mapping: Mapping,
	record: RedactedJson,
	base: EventDraft,
	state: MappedState,
): EventDraft[] {
	const given = mappedValue(mapping, record, 'input') ?? null;
	const input = typeof given === 'string' ? (parseRedacted(given) ?? given) : given;
	const name = mappedText(mapping, record, 'tool') ?? mappedText(mapping, record, 'operation');
	const id =
		mappedText(mapping, record, 'call') ?? `${base.run?.id ?? state.fallbackRun}#${++state.calls}`;
	const call: EventDraft = {
		...base,
		actor: agent(base.run?.product ?? 'agent'),
		text: mappedText(mapping, record, 'message') ?? stringify(input),
		call: { id, tool: name ?? 'unknown', input },
	};
	const output = mappedValue(mapping, record, 'output');
	const word = outcomeWord(mapping, record);
	if (output === undefined && word === null) return [call];
	const result: ToolResult = {
		callId: id,
		status: outcomeOf(mapping, word),
		exitCode: null,
		output: stringify(output ?? word ?? ownText('')),
		durationMs: null,
	};
	return [call, { ...base, kind: 'tool-result', actor: tool(name), text: result.output, result }];
}

/** Reads logs of one's own by a saved mapping. `origin.format` is `mapped`. */
export const mappedReader = (mapping: Mapping): FormatReader<MappedState> => ({
	id: 'mapped',
	title: mapping.name,
	family: 'generic',
	versions: 'by mapping',
	envelopes: [],
	recognise: (sample) => confidence(mapping, sample),
	newState: (input) => ({ fallbackRun: `mapped-${input.digest.slice(0, 16)}`, calls: 0 }),
	read: (record, state) =>
		isObject(record)
			? events(...draftsOf(mapping, record, state))
			: quarantined('not-an-object', 'a record of a mapped log is a JSON object'),
});

function confidence(mapping: Mapping, sample: Sample): number {
	const fitting = sample.records.filter((record) => fits(mapping, record)).length;
	return fitting > 0 && fitting * 2 >= sample.records.length ? 0.99 : 0;
}

/** The saved mapping whose keys a log has; of several, the one that asks for most. */
export function mappingFor(sample: Sample, mappings: readonly Mapping[]): Mapping | null {
	const fitting = mappings.filter((mapping) => confidence(mapping, sample) > 0);
	return fitting.toSorted((a, b) => b.keys.length - a.keys.length)[0] ?? null;
}
