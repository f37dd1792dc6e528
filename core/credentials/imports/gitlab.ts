import { valueOrUnknown } from '../fact.ts';
import { decodeScopes, grantsOf } from '../scopes/decode.ts';
import { apiList, timeFact } from './api-list.ts';
import { textAt, textsAt, timeAt } from './reader.ts';

/** GitLab access tokens (`GET /personal_access_tokens`, and of projects and groups). */
export const gitlabTokens = apiList({
	id: 'gitlab-access-tokens',
	title: 'GitLab access tokens',
	kind: 'gitlab-access-token',
	provider: 'gitlab',
	test: (fields) => 'scopes' in fields && 'revoked' in fields && 'user_id' in fields,
	read: (token) => {
		const id = textAt(token, 'id');
		if (id === null) return 'id is missing';
		return {
			name: textAt(token, 'name'),
			providerId: id,
			principal: textAt(token, 'user_id'),
			owner: valueOrUnknown(textAt(token, 'user', 'username')),
			...grantsOf(decodeScopes('gitlab', textsAt(token, 'scopes'))),
			issuedAt: timeAt(token, 'created_at'),
			expiresAt: timeFact(token, 'expires_at'),
			lastUsedAt: timeFact(token, 'last_used_at'),
			status: token.revoked === true ? 'revoked' : token.active === false ? 'inactive' : 'active',
		};
	},
});
