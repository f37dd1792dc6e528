import { none, valueOrUnknown } from '../fact.ts';
import { decodeScopes, grantsOf } from '../scopes/decode.ts';
import { apiList, timeFact } from './api-list.ts';
import { fieldAt, hasKey, textAt, timeAt } from './reader.ts';

/** OpenAI keys (`/v1/organization/projects/{id}/api_keys`, `/v1/organization/admin_api_keys`). Project keys have no end. */
export const openaiKeys = apiList({
	id: 'openai-api-keys',
	title: 'OpenAI API keys',
	kind: 'openai-api-key',
	provider: 'openai',
	keys: ['data'],
	test: (fields) =>
		/^organization\.(?:project|admin)\S*api_key/.test(textAt(fields, 'object') ?? ''),
	read: (key, tools) => {
		const id = textAt(key, 'id');
		if (id === null) return 'id is missing';
		const isAdmin = textAt(key, 'object')?.includes('admin') === true;
		const tail = /[\w-]{4}$/.exec(textAt(key, 'redacted_value') ?? '')?.[0] ?? null;
		const access = textAt(key, 'owner_project_access');
		return {
			kind: isAdmin ? 'openai-admin-key' : 'openai-api-key',
			name: textAt(key, 'name'),
			providerId: id,
			tail4: tail === null ? null : tools.tailHash(4, tail),
			owner: valueOrUnknown(
				textAt(key, 'owner', 'user', 'email') ??
					textAt(key, 'owner', 'service_account', 'name') ??
					textAt(key, 'owner', 'name'),
			),
			...(isAdmin || access !== null
				? grantsOf(decodeScopes('openai', [isAdmin ? 'admin' : (access ?? '')]))
				: {}),
			issuedAt: timeAt(key, 'created_at'),
			expiresAt: hasKey(key, 'expires_at') ? timeFact(key, 'expires_at') : none,
			lastUsedAt: timeFact(key, 'last_used_at'),
			status: fieldAt(key, 'disabled') === true ? 'inactive' : 'active',
		};
	},
});
