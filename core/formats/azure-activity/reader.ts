import type { NamedResource } from '@/core/event/event.ts';
import { parseTime } from '@/core/event/time.ts';
import { at, firstText, listOf, type RedactedObject, textAt } from '../json-access.ts';
import { outcomeOfStatus, plainRecord, providerReader } from '../provider-reader.ts';

const operationOf = (record: RedactedObject) =>
	firstText(
		record,
		'operationName.value',
		'operationName',
		'activityDisplayName',
		'properties.activityDisplayName',
	);

function resourcesOf(record: RedactedObject): NamedResource[] {
	const resources: NamedResource[] = [];
	const id = firstText(record, 'resourceId', 'resourceUri');
	if (id !== null) {
		const parts = id.split('/');
		const kind =
			parts.length >= 2
				? (parts[parts.length - 2] ?? '')
						.replace(/ies$/, 'y')
						.replace(/([^s])s$/, '$1')
						.toLowerCase()
				: null;
		resources.push({ kind: kind === '' ? null : kind, id, name: parts.at(-1) ?? null });
	}
	for (const target of listOf(
		at(record, 'targetResources') ?? at(record, 'properties', 'targetResources'),
	).slice(0, 50)) {
		const own = textAt(target, 'id');
		if (own !== null)
			resources.push({
				kind: textAt(target, 'type')?.toLowerCase() ?? null,
				id: own,
				name: firstText(target, 'displayName', 'userPrincipalName'),
			});
	}
	return resources;
}

function outcomeOf(record: RedactedObject) {
	const word =
		firstText(
			record,
			'resultType',
			'status.value',
			'result',
			'properties.result',
			'resultSignature',
		) ?? '';
	const code =
		firstText(record, 'resultSignature', 'properties.statusCode', 'status.errorCode') ?? '';
	if (/unauthori|forbidden|denied|AuthorizationFailed/i.test(`${word} ${code}`)) return 'denied';
	if (/^(?:success|succeeded|start|started|accept|accepted|0)$/i.test(word)) return 'ok';
	if (/fail|error/i.test(word) || /^5\d{4}$/.test(word)) return 'error';
	return outcomeOfStatus(code);
}

export const azureActivity = providerReader({
	id: 'azure-activity',
	title: 'Azure activity log and Entra audit and sign-in logs',
	versions: 'diagnostic settings (records[]), Event Hubs and Graph exports',
	confidence: 0.9,
	isRecord: (record) =>
		operationOf(record) !== null &&
		['correlationId', 'callerIpAddress', 'resourceId', 'tenantId', 'caller', 'initiatedBy'].filter(
			(key) => Object.hasOwn(record, key),
		).length >= 2,
	reading: (record) => {
		const operation = operationOf(record);
		if (operation === null) return null;
		const outcome = outcomeOf(record);
		const principal = firstText(
			record,
			'caller',
			'identity.claims.name',
			'identity.authorization.evidence.principalId',
			'initiatedBy.user.userPrincipalName',
			'initiatedBy.app.displayName',
			'properties.initiatedBy.user.userPrincipalName',
			'properties.initiatedBy.app.displayName',
			'properties.userPrincipalName',
			'identity',
		);
		const isApp =
			firstText(
				record,
				'initiatedBy.app.displayName',
				'properties.initiatedBy.app.displayName',
				'identity.claims.appid',
			) !== null &&
			firstText(
				record,
				'initiatedBy.user.userPrincipalName',
				'properties.initiatedBy.user.userPrincipalName',
			) === null;
		return {
			time: parseTime(
				at(record, 'time') ??
					at(record, 'eventTimestamp') ??
					at(record, 'activityDateTime') ??
					at(record, 'createdDateTime'),
			),
			actor: {
				type: isApp ? 'service' : principal === null ? 'unknown' : 'human',
				name: principal,
			},
			key: firstText(record, 'eventDataId', 'properties.id', 'id'),
			record: plainRecord('azure', operation, {
				outcome,
				errorCode:
					outcome === 'ok'
						? null
						: firstText(
								record,
								'resultSignature',
								'resultType',
								'properties.resultReason',
								'status.errorCode',
							),
				requestId: firstText(record, 'correlationId', 'operationId'),
				principal,
				credentialId: firstText(
					record,
					'identity.claims.uti',
					'properties.servicePrincipalCredentialKeyId',
					'servicePrincipalCredentialKeyId',
				),
				sourceAddress: firstText(
					record,
					'callerIpAddress',
					'ipAddress',
					'properties.ipAddress',
					'httpRequest.clientIpAddress',
				),
				userAgent: firstText(record, 'properties.userAgent', 'userAgent', 'clientAppUsed'),
				resources: resourcesOf(record),
				project:
					firstText(record, 'subscriptionId', 'tenantId') ??
					/\/subscriptions\/([^/]+)/i.exec(textAt(record, 'resourceId') ?? '')?.[1] ??
					null,
				region: textAt(record, 'location'),
				parameters: at(record, 'properties') ?? null,
			}),
		};
	},
});
