import { ownText, type RedactedJson } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import {
	type EventDraft,
	events,
	type FormatReader,
	type InputFacts,
	quarantined,
	type Sample,
} from '../format.ts';
import {
	at,
	isObject,
	objectOf,
	parseRedacted,
	type RedactedObject,
	textAt,
} from '../json-access.ts';
import { spanDrafts } from '../otlp/spans.ts';
import { plainRun } from '../run-of.ts';

interface State {
	readonly session: string;
	readonly announced: Set<string>;
}

function recognise(sample: Sample): number {
	if (textAt(sample.header, 'trace', 'id') === null) return 0;
	return sample.records.some(
		(record) => textAt(record, 'traceId') !== null && textAt(record, 'type') !== null,
	)
		? 0.95
		: 0;
}

function newState(input: InputFacts): State {
	const session =
		textAt(input.header, 'trace', 'sessionId') ??
		textAt(input.header, 'trace', 'id') ??
		input.digest.slice(0, 16);
	return { session, announced: new Set() };
}

const unwrapped = (value: RedactedJson | undefined): RedactedJson | undefined =>
	typeof value === 'string' ? (parseRedacted(value) ?? value) : value;

/** An observation is a span whose input and output stand beside its attributes. */
function read(value: RedactedJson, state: State) {
	if (!isObject(value)) return quarantined('not-an-object', 'an observation is a JSON object');
	const metadata = objectOf(unwrapped(at(value, 'metadata')));
	const attributes: RedactedObject = {
		...objectOf(at(metadata, 'attributes')),
		'langfuse.type': textAt(value, 'type') ?? ownText('SPAN'),
	};
	const input = unwrapped(at(value, 'input'));
	const output = unwrapped(at(value, 'output'));
	if (input !== undefined && input !== null) attributes['input.value'] = input;
	if (output !== undefined && output !== null) attributes['output.value'] = output;
	const run = plainRun(state.session, textAt(metadata, 'scope', 'name') ?? 'langfuse', {
		model: textAt(value, 'model'),
	});
	const drafts = spanDrafts({
		spanId: `${textAt(value, 'traceId') ?? ''}/${textAt(value, 'id') ?? ''}`,
		name: textAt(value, 'name') ?? 'observation',
		start: parseTime(at(value, 'startTime')),
		end: parseTime(at(value, 'endTime')),
		attributes,
		failed: textAt(value, 'level') === 'ERROR',
		statusText: textAt(value, 'statusMessage'),
		run,
		announced: state.announced,
	});
	return events(...drafts.map((draft): EventDraft => ({ ...draft, run, field: null })));
}

export const langfuse: FormatReader<State> = {
	id: 'langfuse',
	title: 'Langfuse trace exports',
	family: 'telemetry',
	versions: 'exports of 2025',
	envelopes: ['observations[] with trace'],
	recognise,
	newState,
	read,
};
