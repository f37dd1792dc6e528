import type { EventActor, NamedResource, ProviderRecord } from '@/core/event/event.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import {
	at,
	firstText,
	isObject,
	listOf,
	parseRedacted,
	type RedactedObject,
	textAt,
} from '../json-access.ts';
import { namedResources } from '../named-resources.ts';
import {
	outcomeOfStatus,
	type ProviderReading,
	plainRecord,
	providerReader,
	summaryOf,
} from '../provider-reader.ts';
import { categoryOf, isActClass, successIsUnsaid } from './schema.ts';

const classOf = (record: RedactedObject): number => Number(at(record, 'class_uid') ?? Number.NaN);

/** A class of a known category, and what only OCSF has beside it. */
const isRecord = (record: RedactedObject): boolean =>
	categoryOf(classOf(record)) !== null &&
	(isObject(at(record, 'metadata')) ||
		at(record, 'category_uid') !== undefined ||
		at(record, 'type_uid') !== undefined);

/** `request.data` and `response.data` are JSON, or JSON as text. */
function dataOf(value: RedactedJson | undefined): RedactedJson {
	if (value === undefined) return null;
	return typeof value === 'string' ? (parseRedacted(value) ?? value) : value;
}

/** As the catalogue names it. A product's own name decides before the cloud that it runs in. */
function providerOf(record: RedactedObject): string {
	const product = firstText(record, 'metadata.product.name', 'metadata.product.feature.name') ?? '';
	if (/\bEKS\b|kubernetes/i.test(product)) return 'kubernetes';
	const vendor = firstText(record, 'metadata.product.vendor_name') ?? '';
	const known = /aws|amazon|github|okta|google|gcp|azure|microsoft/i.exec(
		`${textAt(record, 'cloud', 'provider') ?? ''} ${product} ${vendor}`,
	)?.[0];
	const names: Record<string, string> = { amazon: 'aws', google: 'gcp', microsoft: 'azure' };
	if (known !== undefined) return names[known.toLowerCase()] ?? known.toLowerCase();
	return (vendor || product || 'ocsf').toLowerCase().replace(/\s+/g, '-');
}

/** The operation as the provider's own log has it, so that rules and the catalogue know it. */
function operationOf(record: RedactedObject, provider: string): RedactedText {
	const operation = textAt(record, 'api', 'operation');
	if (provider === 'aws' && operation !== null) {
		const service = textAt(record, 'api', 'service', 'name')?.replace(
			/\.amazonaws\.com(?:\.cn)?$/,
			'',
		);
		return ownText(service === undefined ? operation : `${service}:${operation}`);
	}
	if (provider === 'kubernetes' && operation !== null) {
		const type = firstText(listOf(at(record, 'resources'))[0], 'type', 'name');
		return ownText(
			`${operation} ${type ?? textAt(record, 'http_request', 'url', 'path') ?? ''}`.trim(),
		);
	}
	const code = textAt(record, 'metadata', 'event_code');
	const activity = [textAt(record, 'class_name'), textAt(record, 'activity_name')]
		.filter((part) => part !== null)
		.join(': ');
	return (
		operation ??
		code ??
		textAt(record, 'type_name') ??
		ownText(activity || `class ${classOf(record)}`)
	);
}

const DENIED =
	/denied|unauthor|forbidden|not ?authori|invalid ?(?:client|credential|password)|block/i;

function outcomeOf(record: RedactedObject): ProviderRecord['outcome'] {
	const code = outcomeOfStatus(at(record, 'api', 'response', 'code'));
	if (code !== 'unknown') return code;
	const words = [
		'status_code',
		'status_detail',
		'api.response.error',
		'api.response.message',
		'disposition',
	]
		.map((key) => firstText(record, key) ?? '')
		.join(' ');
	const isFailed =
		at(record, 'status_id') === 2 ||
		/^fail/i.test(textAt(record, 'status') ?? '') ||
		textAt(record, 'api', 'response', 'error') !== null;
	// Action 2: denied by a control (OCSF `action_id`).
	if (at(record, 'action_id') === 2 || (isFailed && DENIED.test(words))) return 'denied';
	if (isFailed) return classOf(record) === 3002 ? 'denied' : 'error';
	if (at(record, 'status_id') === 1 || /^success/i.test(textAt(record, 'status') ?? ''))
		return 'ok';
	const product = textAt(record, 'metadata', 'product', 'name') ?? '';
	return successIsUnsaid.test(product) ? 'ok' : 'unknown';
}

/** Who: in the provider's own words, an ARN before a name, an e-mail address where people have one. */
function principalOf(record: RedactedObject, provider: string): RedactedText | null {
	const user = at(record, 'actor', 'user') ?? at(record, 'user');
	const ids = ['uid', 'uuid', 'uid_alt'].map((key) => textAt(user, key));
	if (provider === 'aws') {
		const arn = ids.find((id) => id?.startsWith('arn:'));
		if (arn !== undefined) return arn;
	}
	if (provider === 'okta') {
		const mail = firstText(user, 'email_addr');
		if (mail !== null) return mail;
	}
	return (
		firstText(user, 'name', 'email_addr', 'uid', 'uuid', 'uid_alt', 'type') ??
		firstText(record, 'actor.invoked_by', 'actor.process.name', 'actor.app_name')
	);
}

function actorOf(record: RedactedObject, name: RedactedText | null): EventActor {
	const type = firstText(record, 'actor.user.type', 'user.type') ?? '';
	if (name === null) return { type: 'unknown', name };
	if (/service|system/i.test(type) || /^system:/.test(name)) return { type: 'service', name };
	if (/AssumedRole|Unknown/i.test(type)) return { type: 'unknown', name };
	return { type: 'human', name };
}

/** Who or what it was done to: the listed resources, then the class's own object. */
function resourcesOf(record: RedactedObject): NamedResource[] {
	const found = new Map<string, NamedResource>();
	const add = (value: RedactedJson | undefined, kind: string | null) => {
		const name = textAt(value, 'name');
		const id = firstText(value, 'uid', 'name', 'hostname', 'ip');
		if (id === null || found.size >= 100) return;
		const own =
			textAt(value, 'type')
				?.toLowerCase()
				.replace(/([^s])s$/, '$1') ?? kind;
		if (!found.has(id)) found.set(id, { kind: own, id, name: name === id ? null : name });
	};
	const resources = at(record, 'resources') ?? at(record, 'resource');
	for (const each of Array.isArray(resources) ? resources : [resources ?? null]) add(each, null);
	add(at(record, 'entity'), 'entity');
	add(at(record, 'group'), 'group');
	if (isObject(at(record, 'actor', 'user'))) add(at(record, 'user'), 'user');
	add(at(record, 'web_resource'), 'web resource');
	for (const side of ['request', 'response']) {
		for (const each of namedResources(dataOf(at(record, 'api', side, 'data')))) {
			if (found.size < 100 && !found.has(each.id) && !/key$|credential/.test(each.kind ?? ''))
				found.set(each.id, each);
		}
	}
	return [...found.values()];
}

function providerRecord(record: RedactedObject): ProviderRecord {
	const provider = providerOf(record);
	const outcome = outcomeOf(record);
	return plainRecord(provider, operationOf(record, provider), {
		outcome,
		errorCode:
			outcome === 'ok' || outcome === 'unknown'
				? null
				: firstText(
						record,
						'api.response.error',
						'status_code',
						'status_detail',
						'api.response.code',
					),
		requestId: firstText(record, 'api.request.uid', 'http_request.uid', 'metadata.correlation_uid'),
		principal: principalOf(record, provider),
		credentialId: firstText(
			record,
			'actor.user.credential_uid',
			'actor.session.credential_uid',
			'actor.session.uid',
			'session.uid',
		),
		sourceAddress: firstText(
			record,
			'src_endpoint.ip',
			'src_endpoint.domain',
			'src_endpoint.hostname',
		),
		userAgent: textAt(record, 'http_request', 'user_agent'),
		resources: resourcesOf(record),
		project: firstText(
			record,
			'unmapped.recipientAccountId',
			'cloud.account.uid',
			'cloud.account_uid',
			'actor.user.account.uid',
			'cloud.project_uid',
		),
		region: textAt(record, 'cloud', 'region'),
		parameters: dataOf(at(record, 'api', 'request', 'data') ?? at(record, 'http_request', 'args')),
		response: dataOf(at(record, 'api', 'response', 'data')),
	});
}

/** What a record says that is no act: a finding, a flow, a look-up. */
function otherText(record: RedactedObject): RedactedText {
	const ends = ['src_endpoint', 'dst_endpoint'].map((key) =>
		firstText(record, `${key}.ip`, `${key}.hostname`, `${key}.domain`),
	);
	const title =
		firstText(
			record,
			'finding_info.title',
			'finding.title',
			'message',
			'query.hostname',
			'http_request.url.url_string',
			'email.subject',
			'rule.name',
		) ?? '';
	const flow = ends.every((end) => end !== null) ? ends.join(' → ') : '';
	const name = firstText(record, 'type_name', 'class_name') ?? `class ${classOf(record)}`;
	return ownText([name, title, flow].filter((part) => part !== '').join(' · '));
}

export const ocsf = providerReader({
	id: 'ocsf',
	title: 'OCSF events',
	versions: '1.0.0-rc.2 to 1.5: identity and application classes as acts, all others as records',
	confidence: 0.98,
	isRecord,
	reading: (record): ProviderReading | null => {
		if (categoryOf(classOf(record)) === null) return null;
		const act = providerRecord(record);
		const isAct = isActClass(classOf(record));
		return {
			time:
				parseTime(at(record, 'time')) ??
				parseTime(at(record, 'time_dt')) ??
				parseTime(at(record, 'metadata', 'original_time')),
			actor: actorOf(record, isAct ? principalOf(record, act.provider) : null),
			key: textAt(record, 'metadata', 'uid'),
			text: isAct ? summaryOf(act) : otherText(record),
			record: isAct ? act : null,
		};
	},
});
