import { bareCredential } from '../credential.ts';
import { value, valueOrNone, valueOrUnknown } from '../fact.ts';
import { decodeScopes, grantsOf } from '../scopes/decode.ts';
import { scopesOfGithubPermissions } from '../scopes/github.ts';
import {
	fieldAt,
	hasKey,
	type ImportReader,
	listedWhere,
	textAt,
	textsAt,
	timeAt,
} from './reader.ts';

/** Fine-grained personal access tokens of an organisation (`GET /orgs/{org}/personal-access-tokens`). */
export const githubFineGrainedTokens: ImportReader = {
	id: 'github-personal-access-tokens',
	title: 'GitHub fine-grained personal access tokens',
	records: (document) =>
		listedWhere(document, (fields) => 'token_id' in fields && 'access_granted_at' in fields),
	read: ({ value: token }) => {
		const id = textAt(token, 'token_id');
		if (id === null) return 'token_id is missing';
		const resource =
			textAt(token, 'repository_selection') === 'all' ? '*' : 'selected repositories';
		return [
			{
				credential: {
					...bareCredential('github-fine-grained-token', 'github'),
					name: textAt(token, 'token_name'),
					providerId: id,
					owner: valueOrUnknown(textAt(token, 'owner', 'login')),
					principal: textAt(token, 'owner', 'login'),
					scopes: value(scopesOfGithubPermissions(fieldAt(token, 'permissions'), resource)),
					issuedAt: timeAt(token, 'access_granted_at'),
					expiresAt: hasKey(token, 'token_expires_at')
						? valueOrNone(timeAt(token, 'token_expires_at'))
						: { state: 'unknown' },
					lastUsedAt: hasKey(token, 'token_last_used_at')
						? valueOrNone(timeAt(token, 'token_last_used_at'))
						: { state: 'unknown' },
					status: 'active',
					sources: ['github-personal-access-tokens'],
				},
				sightings: [],
			},
		];
	},
};

const kindsByType: Readonly<Record<string, string>> = {
	'personal access token': 'github-classic-token',
	'OAuth app token': 'github-oauth-token',
	'GitHub app token': 'github-user-token',
	'SSH key': 'ssh-key',
};

/** Credentials authorised for single sign-on (`GET /orgs/{org}/credential-authorizations`). */
export const githubAuthorizations: ImportReader = {
	id: 'github-credential-authorizations',
	title: 'GitHub credential authorizations',
	records: (document) =>
		listedWhere(document, (fields) => 'credential_id' in fields && 'credential_type' in fields),
	read: ({ value: given }, tools) => {
		const id = textAt(given, 'credential_id');
		const type = textAt(given, 'credential_type');
		if (id === null || type === null) return 'credential_id or credential_type is missing';
		const tail = textAt(given, 'token_last_eight');
		return [
			{
				credential: {
					...bareCredential(kindsByType[type] ?? 'github-credential', 'github'),
					name:
						textAt(given, 'authorized_credential_title') ??
						textAt(given, 'authorized_credential_note'),
					providerId: id,
					tail4: tail === null ? null : tools.tailHash(4, tail.slice(-4)),
					tail8: tail === null ? null : tools.tailHash(8, tail.slice(-8)),
					owner: valueOrUnknown(textAt(given, 'login')),
					principal: textAt(given, 'login'),
					...(hasKey(given, 'scopes')
						? grantsOf(decodeScopes('github', textsAt(given, 'scopes')))
						: {}),
					issuedAt: timeAt(given, 'credential_authorized_at'),
					expiresAt: hasKey(given, 'authorized_credential_expires_at')
						? valueOrNone(timeAt(given, 'authorized_credential_expires_at'))
						: { state: 'unknown' },
					lastUsedAt: hasKey(given, 'credential_accessed_at')
						? valueOrNone(timeAt(given, 'credential_accessed_at'))
						: { state: 'unknown' },
					status: 'active',
					sources: ['github-credential-authorizations'],
				},
				sightings: [],
			},
		];
	},
};
