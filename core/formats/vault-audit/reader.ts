import type { NamedResource } from '@/core/event/event.ts';
import { parseTime } from '@/core/event/time.ts';
import { at, firstText, isObject, type RedactedObject, textAt } from '../json-access.ts';
import { plainRecord, providerReader } from '../provider-reader.ts';

function resourcesOf(record: RedactedObject): NamedResource[] {
	const path = textAt(record, 'request', 'path');
	const lease = textAt(record, 'response', 'secret', 'lease_id');
	const resources: NamedResource[] = [];
	if (path !== null)
		resources.push({
			kind: firstText(record, 'request.mount_type') ?? 'path',
			id: path,
			name: null,
		});
	if (lease !== null) resources.push({ kind: 'lease', id: lease, name: null });
	return resources;
}

/** Request and response are two records of one id; each is kept, the response carries the outcome. */
export const vaultAudit = providerReader({
	id: 'vault-audit',
	title: 'Vault and OpenBao audit devices',
	versions:
		'JSON audit as the source of Vault 1.x and OpenBao 2.x writes it; values arrive HMACed by the server',
	confidence: 0.94,
	isRecord: (record) =>
		/^(?:request|response)$/.test(textAt(record, 'type') ?? '') &&
		isObject(at(record, 'request')) &&
		(isObject(at(record, 'auth')) || textAt(record, 'request', 'operation') !== null),
	reading: (record) => {
		const operation = textAt(record, 'request', 'operation');
		if (operation === null) return null;
		const error = textAt(record, 'error');
		const name = firstText(record, 'auth.display_name', 'auth.entity_id');
		const id = textAt(record, 'request', 'id');
		const isResponse = textAt(record, 'type') === 'response';
		return {
			time: parseTime(at(record, 'time')),
			actor: { type: name === null ? 'unknown' : 'service', name },
			key: id === null ? null : `${id}/${textAt(record, 'type')}`,
			record: plainRecord(
				'vault',
				`${operation} ${textAt(record, 'request', 'path') ?? ''}`.trim(),
				{
					outcome:
						error !== null
							? /permission denied|403/i.test(error)
								? 'denied'
								: 'error'
							: isResponse
								? 'ok'
								: 'unknown',
					errorCode: error,
					requestId: id,
					principal: name,
					credentialId: firstText(record, 'auth.accessor', 'request.client_token_accessor'),
					sourceAddress: textAt(record, 'request', 'remote_address'),
					userAgent: null,
					resources: resourcesOf(record),
					environment: firstText(record, 'request.namespace.path'),
					parameters: at(record, 'request', 'data') ?? null,
					response: at(record, 'response', 'data') ?? null,
				},
			),
		};
	},
});
