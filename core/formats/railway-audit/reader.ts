import type { EventActor, NamedResource, ProviderRecord } from '@/core/event/event.ts';
import { ownText, type RedactedJson } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import { events, type FormatReader, quarantined, type Sample } from '../format.ts';
import { at, firstText, isObject, parseRedacted, textAt } from '../json-access.ts';
import { namedResources } from '../named-resources.ts';
import { type RailwayNode, railwayNode } from './schema.ts';

function recognise(sample: Sample): number {
	const nodes = sample.records.filter(
		(record) =>
			isObject(record) &&
			textAt(record, 'eventType') !== null &&
			Object.hasOwn(record, 'createdAt') &&
			['payload', 'context', 'workspaceId', 'projectId'].some((key) => Object.hasOwn(record, key)),
	);
	if (nodes.length === 0) return isObject(at(sample.header, 'data', 'auditLogs')) ? 0.9 : 0;
	return nodes.length * 2 >= sample.records.length ? 0.92 : 0.4;
}

const unwrapped = (value: RedactedJson | undefined): RedactedJson =>
	typeof value === 'string' ? (parseRedacted(value) ?? value) : (value ?? null);

function read(value: RedactedJson) {
	if (!isObject(value)) return quarantined('not-an-object', 'an audit log node is a JSON object');
	const parsed = railwayNode.safeParse(value);
	if (!parsed.success) return quarantined('unexpected-shape', 'an audit log node has an eventType');
	const node = parsed.data;
	const payload = unwrapped(node.payload);
	const context = unwrapped(node.context);
	const record = providerRecord(value, node, payload, context);
	return events({
		kind: 'provider-record',
		time: parseTime(node.createdAt),
		run: null,
		actor: actorOf(value, payload, context),
		text: ownText(
			[node.eventType, ...record.resources.slice(0, 3).map((r) => r.name ?? r.id)].join(' '),
		),
		record,
		key: node.id ?? null,
		field: null,
	});
}

const ACTOR_PLACES = ['actor', 'user', 'member', 'triggeredBy', 'createdBy'];

function actorOf(node: RedactedJson, payload: RedactedJson, context: RedactedJson): EventActor {
	const name = principalOf(node, payload, context);
	const type = firstText(context, 'actor.type', 'actorType') ?? firstText(node, 'actor.type') ?? '';
	if (/system|staff|railway/i.test(type)) return { type: 'service', name };
	return { type: name === null ? 'unknown' : 'human', name };
}

function principalOf(node: RedactedJson, payload: RedactedJson, context: RedactedJson) {
	for (const holder of [context, node, payload]) {
		for (const place of ACTOR_PLACES) {
			const direct = textAt(holder, place);
			if (direct !== null) return direct;
			const name = firstText(at(holder, place), 'email', 'name', 'username', 'id');
			if (name !== null) return name;
		}
		const flat = firstText(holder, 'actorEmail', 'userEmail', 'email', 'actorId', 'userId');
		if (flat !== null) return flat;
	}
	return null;
}

/** Looks in `context` first: what is about the request stands there. */
const either = (context: RedactedJson, payload: RedactedJson, ...keys: readonly string[]) =>
	firstText(context, ...keys) ?? firstText(payload, ...keys);

function providerRecord(
	value: RedactedJson,
	node: RailwayNode,
	payload: RedactedJson,
	context: RedactedJson,
): ProviderRecord {
	const error = either(context, payload, 'error.code', 'errorCode', 'error.message', 'error');
	const status = either(context, payload, 'outcome', 'result', 'status') ?? '';
	return {
		provider: 'railway',
		operation: node.eventType,
		outcome: outcomeOf(status, error),
		errorCode: error,
		requestId: either(context, payload, 'requestId', 'request.id', 'traceId'),
		principal: principalOf(value, payload, context),
		credentialId: either(
			context,
			payload,
			'tokenId',
			'token.id',
			'apiTokenId',
			'apiToken.id',
			'actor.tokenId',
			'actor.token.id',
			'credentialId',
			'auth.tokenId',
			'auth.token.id',
		),
		sourceAddress: either(
			context,
			payload,
			'ipAddress',
			'ip',
			'sourceIp',
			'clientIp',
			'remoteAddress',
			'request.ip',
		),
		userAgent: either(context, payload, 'userAgent', 'user_agent', 'request.userAgent'),
		resources: resourcesOf(node, payload),
		environment:
			either(payload, context, 'environmentName', 'environment.name') ?? node.environmentId ?? null,
		project: node.projectId ?? null,
		region: either(payload, context, 'region', 'volumeInstance.region'),
		parameters: payload,
		response: null,
	};
}

function outcomeOf(status: string, error: string | null): ProviderRecord['outcome'] {
	if (/denied|unauthori|forbidden/i.test(`${status} ${error ?? ''}`)) return 'denied';
	return error !== null || /^(?:error|fail)/i.test(status) ? 'error' : 'ok';
}

/** The thing that the event is about comes first: `Volume.deleted` is about the payload's volume. */
function resourcesOf(node: RailwayNode, payload: RedactedJson): NamedResource[] {
	const subject =
		(node.eventType.split(/[._:]/)[0] ?? '').replace(/\s+/g, '').toLowerCase() || null;
	const named = namedResources(payload, subject);
	const first = named.findIndex((resource) => resource.kind === subject);
	if (first > 0) named.unshift(...named.splice(first, 1));
	return named;
}

export const railwayAudit: FormatReader<null> = {
	id: 'railway-audit',
	title: 'Railway audit log (GraphQL export)',
	family: 'provider',
	versions:
		'GraphQL schema of August 2026; payload and context are read leniently, since no export was at hand',
	envelopes: [
		'data.auditLogs.edges[].node',
		'auditLogs.edges[].node',
		'data.auditLogs.nodes[]',
		'auditLogs[]',
		'edges[].node',
	],
	recognise,
	newState: () => null,
	read: (record) => read(record),
};
