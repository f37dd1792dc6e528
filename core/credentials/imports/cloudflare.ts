import type { Scope } from '../credential.ts';
import { value } from '../fact.ts';
import { levelOfWords } from '../scopes/words.ts';
import { apiList, timeFact } from './api-list.ts';
import { fieldAt, isFields, textAt, timeAt } from './reader.ts';

/** Cloudflare API tokens (`GET /user/tokens`, `GET /accounts/{id}/tokens`). */
export const cloudflareTokens = apiList({
	id: 'cloudflare-tokens',
	title: 'Cloudflare API tokens',
	kind: 'cloudflare-api-token',
	provider: 'cloudflare',
	keys: ['result'],
	test: (fields) => 'policies' in fields && 'issued_on' in fields,
	read: (token) => {
		const id = textAt(token, 'id');
		if (id === null) return 'id is missing';
		const policies = Array.isArray(token.policies) ? token.policies : [];
		// A key that the list leaves out for a token is one that the token does not have.
		const said = { expires_on: null, last_used_on: null, ...token };
		return {
			name: textAt(token, 'name'),
			providerId: id,
			scopes: value(policies.flatMap(scopesOf)),
			issuedAt: timeAt(token, 'issued_on'),
			expiresAt: timeFact(said, 'expires_on'),
			lastUsedAt: timeFact(said, 'last_used_on'),
			lastRotatedAt: timeAt(token, 'modified_on'),
			status: textAt(token, 'status') === 'active' ? 'active' : 'inactive',
		};
	},
});

/** “DNS Write” of Cloudflare also deletes records: writing there is destroying. */
function scopesOf(policy: unknown): Scope[] {
	if (textAt(policy, 'effect') === 'deny') return [];
	const given = fieldAt(policy, 'permission_groups');
	const resources = fieldAt(policy, 'resources');
	const patterns = isFields(resources) ? Object.keys(resources) : ['*'];
	return (Array.isArray(given) ? given : []).flatMap((group) => {
		const permission = textAt(group, 'name') ?? textAt(group, 'id');
		if (permission === null) return [];
		const level = /\b(?:write|edit)\b/i.test(permission) ? 'destroy' : levelOfWords(permission);
		return patterns.map((pattern) => ({
			provider: 'cloudflare',
			permission,
			resource: /\.\*$|^\*$/.test(pattern) ? '*' : pattern,
			environment: 'unknown' as const,
			level,
		}));
	});
}
