import { unknown, valueOrUnknown } from '../fact.ts';
import { decodeScopes, grantsOf } from '../scopes/decode.ts';
import { apiList, timeFact } from './api-list.ts';
import { hasKey, textAt, timeAt } from './reader.ts';

/** Anthropic keys (`GET /v1/organizations/api_keys`). No last use is exposed. */
export const anthropicKeys = apiList({
	id: 'anthropic-api-keys',
	title: 'Anthropic API keys',
	kind: 'anthropic-api-key',
	provider: 'anthropic',
	keys: ['data'],
	test: (fields) => textAt(fields, 'type') === 'api_key' && 'created_by' in fields,
	read: (key, tools) => {
		const id = textAt(key, 'id');
		if (id === null) return 'id is missing';
		const tail = /[\w-]{4}$/.exec(textAt(key, 'partial_key_hint') ?? '')?.[0] ?? null;
		const workspace = textAt(key, 'workspace_id');
		const status = textAt(key, 'status');
		return {
			name: textAt(key, 'name'),
			providerId: id,
			tail4: tail === null ? null : tools.tailHash(4, tail),
			owner: valueOrUnknown(textAt(key, 'created_by', 'id')),
			...grantsOf(decodeScopes('anthropic', [`write on ${workspace ?? 'default workspace'}`])),
			issuedAt: timeAt(key, 'created_at'),
			expiresAt: hasKey(key, 'expires_at') ? timeFact(key, 'expires_at') : unknown,
			status: status === 'active' ? 'active' : status === null ? 'unknown' : 'inactive',
		};
	},
});
