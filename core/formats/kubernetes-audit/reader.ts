import type { NamedResource } from '@/core/event/event.ts';
import { parseTime } from '@/core/event/time.ts';
import {
	at,
	firstText,
	listOf,
	objectOf,
	parseRedacted,
	type RedactedObject,
	stringify,
	textAt,
} from '../json-access.ts';
import { outcomeOfStatus, plainRecord, providerReader } from '../provider-reader.ts';

/** AKS wraps the record as JSON text in `properties.log`. */
function unwrapped(record: RedactedObject): RedactedObject {
	const inner = textAt(record, 'properties', 'log') ?? textAt(record, 'log');
	const parsed = inner === null ? null : parseRedacted(inner);
	return textAt(parsed, 'auditID') === null ? record : objectOf(parsed);
}

const isRecord = (outer: RedactedObject): boolean => {
	const record = unwrapped(outer);
	return (
		textAt(record, 'verb') !== null &&
		(textAt(record, 'auditID') !== null ||
			/^audit\.k8s\.io\//.test(textAt(record, 'apiVersion') ?? ''))
	);
};

/** `RequestReceived` and `ResponseStarted` repeat what `ResponseComplete` says whole. */
const EARLIER_STAGES = new Set(['RequestReceived', 'ResponseStarted']);

function resourcesOf(record: RedactedObject): NamedResource[] {
	const ref = at(record, 'objectRef');
	const name = textAt(ref, 'name') ?? textAt(record, 'requestObject', 'metadata', 'name');
	const kind = textAt(ref, 'resource');
	const namespace = textAt(ref, 'namespace');
	const sub = textAt(ref, 'subresource');
	const resources: NamedResource[] = [];
	if (kind !== null && name !== null) {
		const singular = kind.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');
		resources.push({
			kind: sub === null ? singular : `${singular}/${sub}`,
			id: namespace === null ? name : `${namespace}/${name}`,
			name,
		});
	}
	if (namespace !== null && kind !== 'namespaces')
		resources.push({ kind: 'namespace', id: namespace, name: null });
	return resources;
}

export const kubernetesAudit = providerReader({
	id: 'kubernetes-audit',
	title: 'Kubernetes audit log',
	versions: 'audit.k8s.io/v1, EKS and AKS wrappings',
	confidence: 0.94,
	isRecord,
	ignore: (outer) =>
		EARLIER_STAGES.has(textAt(unwrapped(outer), 'stage') ?? '') ? 'earlier-stage' : null,
	reading: (outer) => {
		const record = unwrapped(outer);
		const verb = textAt(record, 'verb');
		if (verb === null) return null;
		const ref = at(record, 'objectRef');
		const user = textAt(record, 'user', 'username');
		const credential = at(record, 'user', 'extra', 'authentication.kubernetes.io/credential-id');
		const code = at(record, 'responseStatus', 'code');
		const denied = textAt(record, 'annotations', 'authorization.k8s.io/decision') === 'forbid';
		const outcome = denied ? 'denied' : outcomeOfStatus(code);
		const target = [textAt(ref, 'resource'), textAt(ref, 'subresource')]
			.filter((part) => part !== null)
			.join('/');
		return {
			time: parseTime(
				at(record, 'requestReceivedTimestamp') ??
					at(record, 'stageTimestamp') ??
					at(record, 'p_event_time'),
			),
			actor: {
				type: /^system:/.test(user ?? '') ? 'service' : user === null ? 'unknown' : 'human',
				name: user,
			},
			key:
				textAt(record, 'auditID') === null
					? null
					: `${textAt(record, 'auditID')}/${textAt(record, 'stage') ?? ''}/${textAt(record, 'requestURI') ?? stringify(ref ?? null)}`,
			record: plainRecord(
				'kubernetes',
				`${verb} ${target || (textAt(record, 'requestURI') ?? '')}`.trim(),
				{
					outcome,
					errorCode:
						outcome === 'error' || outcome === 'denied'
							? (firstText(record, 'responseStatus.reason') ??
								textAt(record, 'responseStatus', 'code'))
							: null,
					requestId: textAt(record, 'auditID'),
					principal: textAt(record, 'impersonatedUser', 'username') ?? user,
					credentialId: firstText(
						listOf(credential).length > 0 ? { c: listOf(credential)[0] ?? null } : {},
						'c',
					),
					sourceAddress: firstText({ ip: listOf(at(record, 'sourceIPs'))[0] ?? null }, 'ip'),
					userAgent: textAt(record, 'userAgent'),
					resources: resourcesOf(record),
					environment: textAt(ref, 'namespace'),
					parameters: at(record, 'requestObject') ?? null,
					response: at(record, 'responseObject') ?? null,
				},
			),
		};
	},
});
