import type { Run } from '@/core/event/event.ts';
import { ownText, type RedactedJson } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import {
	type EventDraft,
	events,
	type FormatReader,
	ignored,
	quarantined,
	type Reading,
	type Sample,
} from '../format.ts';
import { at, isObject, listOf, type RedactedObject, textAt } from '../json-access.ts';
import { plainRun } from '../run-of.ts';
import { attributesOf, attributeText } from './attributes.ts';
import { logDrafts } from './logs.ts';
import { spanDrafts } from './spans.ts';

interface State {
	/** By run: calls and prompts that were counted already. */
	readonly announced: Map<string, Set<string>>;
}

function recognise(sample: Sample): number {
	const hits = sample.records.filter(
		(record) =>
			Array.isArray(at(record, 'resourceSpans')) || Array.isArray(at(record, 'resourceLogs')),
	).length;
	return hits === 0 ? 0 : 0.97;
}

export function announcedIn(announced: Map<string, Set<string>>, run: string): Set<string> {
	let set = announced.get(run);
	if (set === undefined) {
		if (announced.size > 5_000) announced.clear();
		set = new Set();
		announced.set(run, set);
	}
	return set;
}

/** The run is the conversation; a trace stands in where none is named. */
function runOf(resource: RedactedObject, attributes: RedactedObject, traceId: string | null): Run {
	const id =
		attributeText(
			attributes,
			'gen_ai.conversation.id',
			'session.id',
			'conversation.id',
			'ai.telemetry.metadata.sessionId',
			'thread.id',
		) ??
		attributeText(resource, 'session.id') ??
		traceId ??
		'otlp';
	return plainRun(id, attributeText(resource, 'service.name') ?? 'opentelemetry', {
		version: attributeText(resource, 'service.version'),
		model: attributeText(
			attributes,
			'gen_ai.response.model',
			'gen_ai.request.model',
			'llm.model_name',
			'ai.model.id',
			'model',
		),
		machine: attributeText(resource, 'host.name'),
		user: attributeText(attributes, 'user.id', 'user.email', 'enduser.id'),
	});
}

function spansIn(group: RedactedJson, path: string, state: State): EventDraft[] {
	const resource = attributesOf(at(group, 'resource', 'attributes'));
	return listOf(at(group, 'scopeSpans') ?? at(group, 'instrumentationLibrarySpans')).flatMap(
		(scope, s) =>
			listOf(at(scope, 'spans')).flatMap((span, i) => {
				const attributes = attributesOf(at(span, 'attributes'));
				const traceId = textAt(span, 'traceId');
				const run = runOf(resource, attributes, traceId);
				const code = textAt(span, 'status', 'code');
				const name = textAt(span, 'name') ?? 'span';
				const ownId = textAt(span, 'spanId');
				// Without an id its content says which it is: its place differs from one export to another.
				const spanId = ownId ?? `${name}@${textAt(span, 'startTimeUnixNano') ?? ''}`;
				const drafts = spanDrafts({
					spanId: `${traceId ?? ''}/${spanId}`,
					name,
					start: parseTime(textAt(span, 'startTimeUnixNano')),
					end: parseTime(textAt(span, 'endTimeUnixNano')),
					attributes,
					failed: code === '2' || code === 'STATUS_CODE_ERROR',
					statusText: textAt(span, 'status', 'message'),
					run,
					announced: announcedIn(state.announced, run.id),
				});
				const raw = ownText(
					JSON.stringify({
						resource: at(group, 'resource') ?? null,
						scope: at(scope, 'scope') ?? null,
						span,
					}),
				);
				return drafts.map(
					(draft): EventDraft => ({
						...draft,
						key: ownId === null ? null : draft.key,
						run,
						raw,
						field: `${path}.scopeSpans[${s}].spans[${i}]`,
					}),
				);
			}),
	);
}

function logsIn(group: RedactedJson, path: string, state: State): EventDraft[] {
	const resource = attributesOf(at(group, 'resource', 'attributes'));
	return listOf(at(group, 'scopeLogs')).flatMap((scope, s) =>
		listOf(at(scope, 'logRecords')).flatMap((record, i) => {
			const attributes = attributesOf(at(record, 'attributes'));
			const run = runOf(resource, attributes, textAt(record, 'traceId') || null);
			const time =
				parseTime(attributeText(attributes, 'event.timestamp')) ??
				parseTime(textAt(record, 'timeUnixNano')) ??
				parseTime(textAt(record, 'observedTimeUnixNano'));
			const raw = ownText(
				JSON.stringify({
					resource: at(group, 'resource') ?? null,
					scope: at(scope, 'scope') ?? null,
					logRecord: record,
				}),
			);
			return logDrafts(record, attributes, run.product, announcedIn(state.announced, run.id)).map(
				(draft): EventDraft => ({
					...draft,
					time,
					run,
					raw,
					key: null,
					field: `${path}.scopeLogs[${s}].logRecords[${i}]`,
				}),
			);
		}),
	);
}

function read(value: RedactedJson, state: State): Reading {
	if (!isObject(value)) return quarantined('not-an-object', 'an OTLP export is a JSON object');
	const spans = listOf(at(value, 'resourceSpans')).flatMap((group, i) =>
		spansIn(group, `resourceSpans[${i}]`, state),
	);
	const logs = listOf(at(value, 'resourceLogs')).flatMap((group, i) =>
		logsIn(group, `resourceLogs[${i}]`, state),
	);
	if (spans.length + logs.length > 0) return events(...spans, ...logs);
	return Object.hasOwn(value, 'resourceMetrics') ? ignored('metrics') : ignored('no-spans');
}

export const otlp: FormatReader<State> = {
	id: 'otlp',
	title:
		'OpenTelemetry (OTLP/JSON): GenAI conventions, OpenInference, Vercel AI SDK, agents’ log events',
	family: 'telemetry',
	versions:
		'OTLP 1.x JSON; GenAI semantic conventions to 1.45; Claude Code, Codex and Gemini CLI log events',
	envelopes: [],
	nested: [
		'resourceSpans[].scopeSpans[].spans[]',
		'resourceSpans[].instrumentationLibrarySpans[].spans[]',
		'resourceLogs[].scopeLogs[].logRecords[]',
		'resourceMetrics[].scopeMetrics[]',
	],
	recognise,
	newState: () => ({ announced: new Map() }),
	read,
};
