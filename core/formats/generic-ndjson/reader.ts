import type { ProviderRecord } from '@/core/event/event.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { type EpochMicros, parseTime } from '@/core/event/time.ts';
import { type EventDraft, events, type FormatReader, type Sample } from '../format.ts';
import { at, firstText, isObject, stringify } from '../json-access.ts';
import { namedResources } from '../named-resources.ts';
import { genericFields as fields } from './schema.ts';

function recognise(sample: Sample): number {
	if (sample.container === 'text') return 0;
	const objects = sample.records.filter(isObject);
	if (objects.length === 0) return 0;
	const timed = objects.filter((record) => timeOf(record) !== null).length;
	const worded = objects.filter(
		(record) => firstText(record, ...fields.message, ...fields.operation) !== null,
	).length;
	// A document that tells of no time is a configuration, a report or a list; a dated one is a record.
	if (sample.container === 'document' && timed === 0) return 0;
	if (sample.container === 'table') return timed * 2 >= objects.length || worded > 0 ? 0.25 : 0;
	if (timed * 2 >= objects.length && worded > 0) return 0.3;
	return timed * 2 >= objects.length || sample.container !== 'document' ? 0.15 : 0;
}

/** Keys that are called as times are, where none of the known ones holds one: `query_timestamp`, `CreatedAt`. */
const TIME_KEY =
	/(?:^|[^A-Za-z])(?:ts|date|time|timestamp|at)$|(?:^|[a-z0-9])(?:At|Date|Time|Timestamp)$|^(?:[Ss]tart|[Rr]eceived)$/;

function timeOf(record: RedactedJson): EpochMicros | null {
	for (const key of fields.time) {
		const time = parseTime(at(record, ...key.split('.')));
		if (time !== null) return time;
	}
	if (!isObject(record)) return null;
	for (const key of Object.keys(record)) {
		const time = TIME_KEY.test(key) ? parseTime(record[key]) : null;
		if (time !== null) return time;
	}
	return null;
}

const FAILED = /^(?:error|fail(?:ed|ure)?|false|5\d\d|4\d\d)$/i;
const DENIED = /denied|forbidden|unauthori[sz]ed|rejected|blocked|^40[13]$/i;

function outcomeOf(record: RedactedJson): ProviderRecord['outcome'] {
	const word = firstText(record, ...fields.outcome);
	if (word === null) return 'unknown';
	if (DENIED.test(word)) return 'denied';
	return FAILED.test(word) ? 'error' : 'ok';
}

function providerRecord(record: RedactedJson, operation: RedactedText): ProviderRecord {
	return {
		provider: firstText(record, ...fields.provider) ?? 'generic',
		operation,
		outcome: outcomeOf(record),
		errorCode: firstText(record, 'error.code', 'errorCode', 'error_code'),
		requestId: firstText(record, ...fields.request),
		principal: firstText(record, ...fields.actor),
		credentialId: firstText(record, ...fields.credential),
		sourceAddress: firstText(record, ...fields.address),
		userAgent: firstText(record, 'userAgent', 'user_agent', 'http.user_agent'),
		resources: namedResources(record),
		environment: firstText(record, 'environment', 'env', 'environmentName', 'environment.name'),
		project: firstText(record, 'project', 'projectId', 'project_id', 'account', 'accountId'),
		region: firstText(record, 'region'),
		parameters:
			at(record, 'parameters') ??
			at(record, 'params') ??
			at(record, 'request') ??
			at(record, 'input') ??
			null,
		response: at(record, 'response') ?? at(record, 'output') ?? null,
	};
}

/** A line that names an operation and who did it is a provider's record; any other is a record. */
function draftOf(record: RedactedJson): EventDraft {
	const operation = firstText(record, ...fields.operation);
	const actor = firstText(record, ...fields.actor);
	const message = firstText(record, ...fields.message);
	const level = firstText(record, ...fields.level);
	const isAct = operation !== null && actor !== null;
	const text = message ?? operation ?? stringify(record);
	const base: EventDraft = {
		kind: 'record',
		time: timeOf(record),
		run: null,
		actor: actor === null ? { type: 'unknown', name: null } : { type: 'human', name: actor },
		text: ownText(level === null || isAct ? text : `${level}: ${text}`),
		key: null,
		field: null,
	};
	return isAct
		? { ...base, kind: 'provider-record', record: providerRecord(record, operation) }
		: base;
}

export const genericNdjson: FormatReader<null> = {
	id: 'generic-ndjson',
	title: 'Any JSON lines or CSV with a header (fields guessed by name)',
	family: 'generic',
	versions: 'any',
	envelopes: ['records[]', 'events[]', 'logs[]', 'data[]', 'items[]', 'entries[]', 'value[]'],
	recognise,
	newState: () => null,
	read: (record) => events(draftOf(record)),
};
