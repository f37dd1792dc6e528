import type { EventActor, ProviderRecord } from '@/core/event/event.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import type { EpochMicros } from '@/core/event/time.ts';
import {
	type EventDraft,
	events,
	type FormatReader,
	quarantined,
	type Reading,
	type Sample,
} from './format.ts';
import { isObject, type RedactedObject, stringify } from './json-access.ts';

/** What one provider's audit record says. */
export interface ProviderReading {
	readonly time: EpochMicros | null;
	readonly actor: EventActor;
	/** Null: the log says something, but no act; `text` says what. */
	readonly record: ProviderRecord | null;
	/** The record's own id; null: none. */
	readonly key: string | null;
	/** Default: operation and resources. */
	readonly text?: RedactedText;
}

export interface ProviderFormat {
	readonly id: string;
	readonly title: string;
	readonly versions: string;
	readonly envelopes?: readonly string[];
	readonly confidence: number;
	/** Whether one record is of this format, by its content. */
	readonly isRecord: (record: RedactedObject) => boolean;
	/** Null: an object, but not such a record. */
	readonly reading: (record: RedactedObject) => ProviderReading | null;
	/** Records of the format that are no events: `stage`s that repeat one request. */
	readonly ignore?: (record: RedactedObject) => string | null;
}

/** A reader of audit records, each of which is one act. */
export function providerReader(format: ProviderFormat): FormatReader<null> {
	return {
		id: format.id,
		title: format.title,
		family: 'provider',
		versions: format.versions,
		envelopes: format.envelopes ?? [],
		recognise: (sample: Sample) => {
			const hits = sample.records.filter(
				(record) => isObject(record) && format.isRecord(record),
			).length;
			if (hits === 0) return 0;
			return hits * 2 >= sample.records.length ? format.confidence : format.confidence / 2;
		},
		newState: () => null,
		read: (value) => readRecord(format, value),
	};
}

function readRecord(format: ProviderFormat, value: RedactedJson): Reading {
	if (!isObject(value)) return quarantined('not-an-object', 'an audit record is a JSON object');
	const reason = format.ignore?.(value) ?? null;
	if (reason !== null) return { kind: 'ignored', reason };
	const reading = format.reading(value);
	if (reading === null) return events(verbatim(value));
	const { record } = reading;
	return events({
		kind: record === null ? 'record' : 'provider-record',
		time: reading.time,
		run: null,
		actor: reading.actor,
		text: reading.text ?? (record === null ? stringify(value) : summaryOf(record)),
		...(record === null ? {} : { record }),
		key: reading.key,
		field: null,
	});
}

/** A record among the format's that names no operation: kept as it is. */
const verbatim = (value: RedactedObject): EventDraft => ({
	kind: 'record',
	time: null,
	run: null,
	actor: { type: 'unknown', name: null },
	text: stringify(value),
	key: null,
	field: null,
});

/** Operation, what it was about, and how it failed. */
export function summaryOf(record: ProviderRecord): RedactedText {
	const names = record.resources.slice(0, 3).map((resource) => resource.name ?? resource.id);
	const failed = record.errorCode === null ? [] : [`(${record.errorCode})`];
	return ownText([record.operation, ...names, ...failed].join(' '));
}

/** A provider record of which only provider and operation are known. */
export const plainRecord = (
	provider: string,
	operation: string,
	facts: Partial<ProviderRecord>,
): ProviderRecord => ({
	provider,
	operation,
	outcome: 'unknown',
	errorCode: null,
	requestId: null,
	principal: null,
	credentialId: null,
	sourceAddress: null,
	userAgent: null,
	resources: [],
	environment: null,
	project: null,
	region: null,
	parameters: null,
	response: null,
	...facts,
});

/** HTTP status to outcome. */
export function outcomeOfStatus(status: unknown): ProviderRecord['outcome'] {
	const code = Number(status);
	if (!Number.isFinite(code) || code <= 0) return 'unknown';
	if (code === 401 || code === 403) return 'denied';
	return code < 400 ? 'ok' : 'error';
}
