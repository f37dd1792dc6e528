import { decodeScopes, grantsOf } from '../scopes/decode.ts';
import { apiList, timeFact } from './api-list.ts';
import { fieldAt, textAt, timeAt } from './reader.ts';

/** npm tokens (`npm token list --json`). `token` holds the last characters only. */
export const npmTokens = apiList({
	id: 'npm-tokens',
	title: 'npm tokens',
	kind: 'npm-access-token',
	provider: 'npm',
	keys: ['objects'],
	test: (fields) => 'readonly' in fields && ('cidr_whitelist' in fields || 'automation' in fields),
	read: (token, tools) => {
		const key = textAt(token, 'key') ?? textAt(token, 'id');
		if (key === null) return 'key is missing';
		const tail = /[A-Za-z0-9]{4}$/.exec(textAt(token, 'token') ?? '')?.[0] ?? null;
		const readsOnly = fieldAt(token, 'readonly') === true;
		return {
			name: textAt(token, 'name'),
			providerId: key.slice(0, 64),
			tail4: tail === null ? null : tools.tailHash(4, tail),
			...grantsOf(decodeScopes('npm', [readsOnly ? 'read-only' : 'publish'])),
			issuedAt: timeAt(token, 'created'),
			expiresAt: timeFact(token, 'expires'),
			lastUsedAt: timeFact(token, 'last_used'),
			status: textAt(token, 'revoked') === null ? 'active' : 'revoked',
		};
	},
});
