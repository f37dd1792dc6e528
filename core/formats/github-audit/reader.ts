import type { NamedResource } from '@/core/event/event.ts';
import { parseTime } from '@/core/event/time.ts';
import { at, firstText, type RedactedObject, textAt } from '../json-access.ts';
import { outcomeOfStatus, plainRecord, providerReader } from '../provider-reader.ts';

/** `repo.destroy`, `org.add_member`, `git.clone`, `api.request`: category and operation. */
const ACTION = /^[a-z_0-9]+(?:\.[a-z_0-9]+)+$/;

const isRecord = (record: RedactedObject): boolean =>
	ACTION.test(textAt(record, 'action') ?? '') &&
	['actor', 'org', 'business', '_document_id', 'actor_id', 'repo', 'hashed_token'].some((key) =>
		Object.hasOwn(record, key),
	) &&
	(Object.hasOwn(record, 'created_at') ||
		Object.hasOwn(record, '@timestamp') ||
		Object.hasOwn(record, 'at_sign_timestamp') ||
		Object.hasOwn(record, 'org'));

function resourcesOf(record: RedactedObject): NamedResource[] {
	const resources: NamedResource[] = [];
	const add = (kind: string, ...keys: string[]) => {
		const id = firstText(record, ...keys);
		if (id !== null) resources.push({ kind, id, name: null });
	};
	add('repository', 'repo', 'repository', 'data.repo');
	add('team', 'team', 'data.team');
	add('user', 'user', 'data.user');
	add('branch', 'branch', 'name', 'data.branch');
	add('secret', 'key', 'data.key');
	add('environment', 'environment', 'environment_name');
	add('hook', 'hook_id', 'config.url');
	add('workflow', 'workflow_id', 'workflow_run_id');
	add('integration', 'integration', 'oauth_application_name');
	add('organization', 'org');
	return resources;
}

/** GitHub's audit log: streamed, exported or from the API. */
export const githubAudit = providerReader({
	id: 'github-audit',
	title: 'GitHub audit log',
	versions: 'streaming, export and REST API of 2024 to 2026',
	confidence: 0.9,
	isRecord,
	reading: (record) => {
		const action = textAt(record, 'action');
		if (action === null) return null;
		const isAgent = at(record, 'actor_is_agent') === true;
		const isBot = at(record, 'actor_is_bot') === true;
		const name = textAt(record, 'actor');
		const status = at(record, 'status_code');
		return {
			time: parseTime(
				at(record, '@timestamp') ?? at(record, 'at_sign_timestamp') ?? at(record, 'created_at'),
			),
			actor: {
				type: isAgent ? 'agent' : isBot ? 'service' : name === null ? 'unknown' : 'human',
				name,
			},
			key: textAt(record, '_document_id'),
			record: plainRecord('github', action, {
				outcome: status === undefined ? 'ok' : outcomeOfStatus(status),
				errorCode: outcomeOfStatus(status) === 'error' ? textAt(record, 'status_code') : null,
				requestId: firstText(record, 'request_id', 'external_identity_nameid'),
				principal: name,
				credentialId: firstText(record, 'token_id', 'hashed_token', 'programmatic_access_type'),
				sourceAddress: firstText(record, 'actor_ip', 'actor_location.ip'),
				userAgent: textAt(record, 'user_agent'),
				resources: resourcesOf(record),
				environment: firstText(record, 'environment', 'environment_name'),
				project: firstText(record, 'org', 'business'),
				parameters: record,
			}),
		};
	},
});
