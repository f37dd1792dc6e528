import type { EventActor, NamedResource, ProviderRecord } from '@/core/event/event.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import { events, type FormatReader, ignored, quarantined, type Sample } from '../format.ts';
import { at, firstText, isObject, listOf, textAt } from '../json-access.ts';
import { namedResources } from '../named-resources.ts';
import { type CloudtrailRecord, cloudtrailRecord } from './schema.ts';

/** A digest lists the files of an hour with their hashes; it holds no records. */
const isDigest = (record: RedactedJson): boolean =>
	textAt(record, 'digestS3Object') !== null && Array.isArray(at(record, 'logFiles'));

function recognise(sample: Sample): number {
	if (sample.records.some(isDigest)) return 0.97;
	const hits = sample.records.filter(
		(record) =>
			textAt(record, 'eventSource') !== null &&
			textAt(record, 'eventName') !== null &&
			(isObject(at(record, 'userIdentity')) || textAt(record, 'eventVersion') !== null),
	).length;
	if (hits === 0) return 0;
	return hits * 2 >= sample.records.length ? 0.97 : 0.5;
}

function read(value: RedactedJson) {
	if (!isObject(value)) return quarantined('not-an-object', 'a CloudTrail record is a JSON object');
	if (isDigest(value)) return ignored('digest');
	const parsed = cloudtrailRecord.safeParse(value);
	if (!parsed.success)
		return quarantined(
			'unexpected-shape',
			'a CloudTrail record has an eventSource and an eventName',
		);
	const record = providerRecord(parsed.data);
	return events({
		kind: 'provider-record',
		time: parseTime(parsed.data.eventTime),
		run: null,
		actor: actorOf(parsed.data.userIdentity, record.principal),
		text: summary(record),
		record,
		key: parsed.data.eventID ?? null,
		field: null,
	});
}

function summary(record: ProviderRecord): RedactedText {
	const names = record.resources.slice(0, 3).map((resource) => resource.id);
	const failed = record.errorCode === null ? [] : [`(${record.errorCode})`];
	return ownText([record.operation, ...names, ...failed].join(' '));
}

function actorOf(
	identity: RedactedJson | undefined,
	name: RedactedText | string | null,
): EventActor {
	const type = textAt(identity, 'type');
	if (type === 'AWSService' || type === 'AWSAccount') return { type: 'service', name };
	if (type === 'IAMUser' || type === 'Root' || type === 'IdentityCenterUser')
		return { type: 'human', name };
	return { type: 'unknown', name };
}

const DENIED =
	/AccessDenied|Unauthorized|Forbidden|NotAuthorized|AuthFailure|Denied|InvalidClientTokenId|SignatureDoesNotMatch|ExpiredToken/i;

function providerRecord(record: CloudtrailRecord): ProviderRecord {
	const identity = record.userIdentity;
	const serviceName = record.eventSource.replace(/\.amazonaws\.com(?:\.cn)?$/, '');
	const error = record.errorCode ?? null;
	return {
		provider: 'aws',
		operation: `${serviceName}:${record.eventName}`,
		outcome: outcomeOf(record, error),
		errorCode: error,
		requestId: record.requestID ?? null,
		principal: firstText(identity, 'arn', 'userName', 'invokedBy', 'principalId', 'type'),
		credentialId: textAt(identity, 'accessKeyId'),
		sourceAddress: record.sourceIPAddress ?? null,
		userAgent: record.userAgent ?? null,
		resources: resourcesOf(record),
		environment: null,
		project: record.recipientAccountId ?? textAt(identity, 'accountId'),
		region: record.awsRegion ?? null,
		parameters: record.requestParameters ?? null,
		response: record.responseElements ?? null,
	};
}

/** Sign-ins state their failure in `responseElements` instead of `errorCode`. */
function outcomeOf(record: CloudtrailRecord, error: string | null): ProviderRecord['outcome'] {
	if (error !== null) return DENIED.test(error) ? 'denied' : 'error';
	const signIn = textAt(record.responseElements, 'ConsoleLogin');
	return signIn === 'Failure' ? 'denied' : 'ok';
}

function resourcesOf(record: CloudtrailRecord): NamedResource[] {
	const listed = listOf(record.resources).flatMap((resource): NamedResource[] => {
		const id = firstText(resource, 'ARN', 'arn', 'resourceName');
		if (id === null) return [];
		const kind =
			firstText(resource, 'type', 'resourceType')?.split('::').at(-1)?.toLowerCase() ?? null;
		return [{ kind, id, name: null }];
	});
	const created = namedResources(record.responseElements).filter(
		(r) => !/key$|credential/.test(r.kind ?? ''),
	);
	const all = [...namedResources(record.requestParameters), ...listed, ...created];
	const seen = new Set<string>();
	return all.filter((resource) => !seen.has(resource.id) && seen.add(resource.id)).slice(0, 100);
}

export const cloudtrail: FormatReader<null> = {
	id: 'cloudtrail',
	title: 'AWS CloudTrail',
	family: 'provider',
	versions: 'eventVersion 1.0x to 1.11: Records documents, arrays, lines',
	envelopes: ['Records[]'],
	recognise,
	newState: () => null,
	read: (record) => read(record),
};
