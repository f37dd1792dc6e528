import type { NamedResource } from '@/core/event/event.ts';
import { parseTime } from '@/core/event/time.ts';
import { at, firstText, listOf, objectOf, type RedactedObject, textAt } from '../json-access.ts';
import { plainRecord, providerReader } from '../provider-reader.ts';

/** BigQuery exports spell it `protopayload_auditlog`. */
const payloadOf = (record: RedactedObject): RedactedObject =>
	objectOf(at(record, 'protoPayload') ?? at(record, 'protopayload_auditlog'));

/** google.rpc.Code: 7 is PERMISSION_DENIED, 16 UNAUTHENTICATED. */
const DENIED = new Set(['7', '16']);

function resourcesOf(record: RedactedObject, payload: RedactedObject): NamedResource[] {
	const resources: NamedResource[] = [];
	const add = (id: string | null, kind: string | null) => {
		if (id !== null && !resources.some((resource) => resource.id === id))
			resources.push({ kind, id, name: id.split('/').at(-1) ?? null });
	};
	const type = textAt(record, 'resource', 'type');
	const name = textAt(payload, 'resourceName');
	add(name, kindOf(name) ?? type);
	for (const grant of listOf(at(payload, 'authorizationInfo'))) {
		const resource = textAt(grant, 'resource');
		add(resource, kindOf(resource));
	}
	return resources.slice(0, 50);
}

/** `projects/p/zones/z/instances/i` is an instance. */
function kindOf(name: string | null): string | null {
	const parts = name?.split('/') ?? [];
	const word = parts.length >= 2 ? parts[parts.length - 2] : undefined;
	return word === undefined || word === '' || word === '_'
		? null
		: word
				.replace(/ies$/, 'y')
				.replace(/([^s])s$/, '$1')
				.toLowerCase();
}

export const gcpAudit = providerReader({
	id: 'gcp-audit',
	title: 'Google Cloud audit logs',
	versions: 'LogEntry with an AuditLog payload',
	envelopes: ['entries[]'],
	confidence: 0.94,
	isRecord: (record) =>
		textAt(payloadOf(record), 'methodName') !== null ||
		(Object.keys(payloadOf(record)).length > 0 && textAt(record, 'logName') !== null),
	reading: (record) => {
		const payload = payloadOf(record);
		const method = textAt(payload, 'methodName');
		if (method === null) return null;
		const code = textAt(payload, 'status', 'code');
		const refused = listOf(at(payload, 'authorizationInfo')).some(
			(grant) => at(grant, 'granted') === false,
		);
		const failed = code !== null && code !== '0';
		const principal = firstText(
			payload,
			'authenticationInfo.principalEmail',
			'authenticationInfo.principalSubject',
		);
		const key = textAt(record, 'insertId');
		return {
			time: parseTime(at(record, 'timestamp') ?? at(record, 'receiveTimestamp')),
			actor: {
				type: /gserviceaccount\.com$|^serviceAccount:/.test(principal ?? '')
					? 'service'
					: principal === null
						? 'unknown'
						: 'human',
				name: principal,
			},
			key:
				key === null
					? null
					: `${textAt(record, 'logName') ?? ''}/${textAt(record, 'timestamp') ?? ''}/${key}`,
			record: plainRecord('gcp', method, {
				outcome:
					(failed && DENIED.has(code)) || (refused && failed) ? 'denied' : failed ? 'error' : 'ok',
				errorCode: failed ? (textAt(payload, 'status', 'message') ?? code) : null,
				requestId: firstText(record, 'operation.id', 'insertId'),
				principal,
				credentialId: textAt(payload, 'authenticationInfo', 'serviceAccountKeyName'),
				sourceAddress: textAt(payload, 'requestMetadata', 'callerIp'),
				userAgent: textAt(payload, 'requestMetadata', 'callerSuppliedUserAgent'),
				resources: resourcesOf(record, payload),
				project: textAt(record, 'resource', 'labels', 'project_id'),
				region: firstText(
					record,
					'resource.labels.location',
					'resource.labels.zone',
					'resource.labels.region',
				),
				parameters: at(payload, 'request') ?? null,
				response: at(payload, 'response') ?? null,
			}),
		};
	},
});
