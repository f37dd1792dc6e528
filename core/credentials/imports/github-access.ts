import { bareCredential } from '../credential.ts';
import { none, unknown, value, valueOrNone, valueOrUnknown } from '../fact.ts';
import { scopesOfGithubPermissions } from '../scopes/github.ts';
import { foundCredential } from './found-secret.ts';
import { fieldAt, hasKey, type ImportReader, listedWhere, textAt, timeAt } from './reader.ts';

/** Deploy keys of a repository (`GET /repos/{owner}/{repo}/keys`). They have no end. */
export const githubDeployKeys: ImportReader = {
	id: 'github-deploy-keys',
	title: 'GitHub deploy keys',
	records: (document) =>
		listedWhere(document, (fields) => 'read_only' in fields && 'key' in fields),
	read: ({ value: key }) => {
		const id = textAt(key, 'id');
		if (id === null) return 'id is missing';
		const repository =
			/\/repos\/([^/]+\/[^/]+)\//.exec(textAt(key, 'url') ?? '')?.[1] ?? 'its repository';
		const level = fieldAt(key, 'read_only') === true ? ('read' as const) : ('write' as const);
		return [
			{
				credential: {
					...bareCredential('github-deploy-key', 'github'),
					name: textAt(key, 'title'),
					providerId: `key/${id}`,
					owner: valueOrUnknown(textAt(key, 'added_by')),
					scopes: value([
						{
							provider: 'github',
							permission: 'contents',
							resource: repository,
							environment: 'unknown',
							level,
						},
					]),
					issuedAt: timeAt(key, 'created_at'),
					expiresAt: none,
					lastUsedAt: hasKey(key, 'last_used') ? valueOrNone(timeAt(key, 'last_used')) : unknown,
					status: fieldAt(key, 'enabled') === false ? 'inactive' : 'active',
					sources: ['github-deploy-keys'],
				},
				sightings: [],
			},
		];
	},
};

/** App installations of an organisation (`GET /orgs/{org}/installations`). Their tokens live an hour; the grant has no end. */
export const githubInstallations: ImportReader = {
	id: 'github-installations',
	title: 'GitHub app installations',
	records: (document) =>
		listedWhere(
			document,
			(fields) => 'app_id' in fields && 'permissions' in fields && 'target_type' in fields,
			'installations',
		),
	read: ({ value: given }) => {
		const id = textAt(given, 'id');
		if (id === null) return 'id is missing';
		const resource =
			textAt(given, 'repository_selection') === 'all' ? '*' : 'selected repositories';
		return [
			{
				credential: {
					...bareCredential('github-app-installation', 'github'),
					name: textAt(given, 'app_slug'),
					providerId: `installation/${id}`,
					principal: textAt(given, 'account', 'login'),
					scopes: value(scopesOfGithubPermissions(fieldAt(given, 'permissions'), resource)),
					issuedAt: timeAt(given, 'created_at'),
					expiresAt: none,
					status: textAt(given, 'suspended_at') === null ? 'active' : 'inactive',
					sources: ['github-installations'],
				},
				sightings: [],
			},
		];
	},
};

/** Secret-scanning alerts (`GET /orgs/{org}/secret-scanning/alerts`). `secret` becomes a fingerprint and is dropped. */
export const githubSecretAlerts: ImportReader = {
	id: 'github-secret-scanning',
	title: 'GitHub secret-scanning alerts',
	records: (document) =>
		listedWhere(document, (fields) => 'secret_type' in fields && 'locations_url' in fields),
	read: ({ value: alert }, tools) => {
		const rule = textAt(alert, 'secret_type');
		if (rule === null) return 'secret_type is missing';
		const found = foundCredential(
			{
				source: 'github-secret-scanning',
				rule,
				secret: textAt(alert, 'secret'),
				file: null,
				line: null,
				commit: null,
				person: null,
				at: timeAt(alert, 'created_at'),
				container: textAt(alert, 'repository', 'full_name') ?? textAt(alert, 'html_url'),
			},
			tools,
		);
		const isRevoked =
			textAt(alert, 'resolution') === 'revoked' || textAt(alert, 'validity') === 'inactive';
		const isActive = textAt(alert, 'validity') === 'active';
		const status = isRevoked
			? ('revoked' as const)
			: isActive
				? ('active' as const)
				: ('unknown' as const);
		return [{ ...found, credential: { ...found.credential, status } }];
	},
};
