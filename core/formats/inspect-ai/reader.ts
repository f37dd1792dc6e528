import type { Run } from '@/core/event/event.ts';
import { ownText, type RedactedJson } from '@/core/event/text.ts';
import { type EpochMicros, parseTime } from '@/core/event/time.ts';
import { type ChatCalls, messageParts, newChatCalls } from '../chat-blocks.ts';
import {
	type EventDraft,
	events,
	type FormatReader,
	ignored,
	quarantined,
	type Sample,
} from '../format.ts';
import {
	at,
	firstText,
	isObject,
	listOf,
	type RedactedObject,
	stringify,
	textAt,
} from '../json-access.ts';
import { agent, plainRun } from '../run-of.ts';

interface InspectState {
	readonly header: RedactedJson | null;
	readonly fallbackRun: string;
}

/** A sample of an evaluation: what was put to the model and all that came of it. */
const isSample = (record: RedactedJson): boolean =>
	isObject(record) &&
	Object.hasOwn(record, 'epoch') &&
	Object.hasOwn(record, 'input') &&
	Array.isArray(at(record, 'messages'));

/** A log without samples, or `header.json` of an `.eval` archive. */
const isHeader = (record: RedactedJson): boolean =>
	isObject(at(record, 'eval')) && textAt(record, 'eval', 'task') !== null;

/** Samples and their scores in short, as an `.eval` archive has them beside the samples themselves. */
const isSummary = (record: RedactedJson): boolean =>
	isObject(record) &&
	!Object.hasOwn(record, 'messages') &&
	((Object.hasOwn(record, 'epoch') && Object.hasOwn(record, 'input')) ||
		(textAt(record, 'scorer') !== null && Array.isArray(at(record, 'samples'))));

function recognise(sample: Sample): number {
	if (sample.records.some(isSample)) return 0.96;
	if (
		sample.container === 'document' &&
		sample.records.length > 0 &&
		sample.records.every(isSummary)
	)
		return 0.7;
	if (sample.records.some(isHeader)) return 0.9;
	return isHeader(sample.header as RedactedJson) ? 0.9 : 0;
}

const product = 'inspect-ai';

function runOf(record: RedactedObject, state: InspectState): Run {
	const { header } = state;
	const run = firstText(header, 'eval.run_id', 'eval.eval_id') ?? state.fallbackRun;
	const name = `${run}/${textAt(record, 'id') ?? ''}/${textAt(record, 'epoch') ?? '1'}`;
	return plainRun(firstText(record, 'uuid') ?? name, product, {
		model: firstText(record, 'output.model') ?? firstText(header, 'eval.model'),
		version: textAt(header, 'eval', 'packages', 'inspect_ai'),
	});
}

/** When each call and message happened, and how approvals went: only the sample's events say so. */
function timesIn(record: RedactedObject): {
	times: Map<string, EpochMicros>;
	ends: Map<string, EpochMicros>;
} {
	const times = new Map<string, EpochMicros>();
	const ends = new Map<string, EpochMicros>();
	for (const event of listOf(at(record, 'events')).slice(0, 100_000)) {
		const time = parseTime(at(event, 'timestamp'));
		if (time === null) continue;
		const kind = textAt(event, 'event');
		if (kind === 'tool') {
			const id = textAt(event, 'id');
			if (id !== null) times.set(id, time);
			if (id !== null) ends.set(id, parseTime(at(event, 'completed')) ?? time);
		} else if (kind === 'model') {
			const message = textAt(listOf(at(event, 'output', 'choices'))[0], 'message', 'id');
			if (message !== null) times.set(message, parseTime(at(event, 'completed')) ?? time);
		}
	}
	return { times, ends };
}

function approvalDrafts(record: RedactedObject, run: Run, key: string): EventDraft[] {
	return listOf(at(record, 'events')).flatMap((event, index): EventDraft[] => {
		if (textAt(event, 'event') !== 'approval') return [];
		const decision = textAt(event, 'decision') ?? ownText('');
		return [
			{
				kind: 'approval',
				time: parseTime(at(event, 'timestamp')),
				run,
				actor: agent(textAt(event, 'approver') ?? 'approver'),
				text: ownText(`${textAt(event, 'call', 'function') ?? 'call'}: ${decision}`),
				approval: {
					callId: textAt(event, 'call', 'id'),
					decision: /^(?:approve|modify)/.test(decision) ? 'allowed' : 'denied',
					by: textAt(event, 'approver') === 'human' ? 'human' : 'configuration',
					reason: textAt(event, 'explanation'),
				},
				raw: stringify(event),
				key: `${key}/event/${index}`,
				field: `events[${index}]`,
			},
		];
	});
}

function sampleDrafts(record: RedactedObject, state: InspectState): EventDraft[] {
	const run = runOf(record, state);
	const calls: ChatCalls = newChatCalls(run.id);
	const key = `sample/${run.id}`;
	const { times, ends } = timesIn(record);
	const started = parseTime(at(record, 'started_at'));
	const drafts = listOf(at(record, 'messages')).flatMap((message, index): EventDraft[] => {
		if (!isObject(message)) return [];
		const parts = messageParts(message, textAt(message, 'role') ?? '', calls, product);
		const own = times.get(textAt(message, 'id') ?? '') ?? null;
		return parts.map(
			({ field, ...part }, nth): EventDraft => ({
				...part,
				time:
					times.get(part.call?.id ?? '') ??
					ends.get(part.result?.callId ?? '') ??
					own ??
					(index === 0 ? started : null),
				run,
				raw: stringify(message),
				key: `${key}/${index}/${nth}`,
				field: field === '' ? `messages[${index}]` : `messages[${index}].${field}`,
			}),
		);
	});
	const scores = at(record, 'scores');
	const ending: EventDraft = {
		kind: 'record',
		time: parseTime(at(record, 'completed_at')),
		run,
		actor: agent(product),
		text: ownText(`sample ${textAt(record, 'id') ?? ''} scores ${stringify(scores ?? null)}`),
		key: `${key}/end`,
		field: null,
	};
	return [...drafts, ...approvalDrafts(record, run, key), ending];
}

function read(value: RedactedJson, state: InspectState) {
	if (!isObject(value)) return quarantined('not-an-object', 'a sample is a JSON object');
	if (isSample(value)) return events(...sampleDrafts(value, state));
	if (isSummary(value)) return ignored('summary');
	return events({
		kind: isHeader(value) ? 'configuration' : 'record',
		time: parseTime(at(value, 'eval', 'created')),
		run: null,
		actor: agent(product),
		text: ownText(
			[textAt(value, 'eval', 'task'), textAt(value, 'eval', 'model'), textAt(value, 'status')]
				.filter((part) => part !== null)
				.join(' · ') || stringify(value),
		),
		key: null,
		field: null,
	});
}

export const inspectAi: FormatReader<InspectState> = {
	id: 'inspect-ai',
	title: 'Inspect (inspect_ai) evaluation logs',
	family: 'agent',
	versions:
		'log format 2, as JSON or the members of an .eval archive, as documented; no capture was at hand',
	envelopes: ['samples[] with eval'],
	recognise,
	newState: (input) => ({
		header: input.header,
		fallbackRun: `inspect-${input.digest.slice(0, 16)}`,
	}),
	read,
};
