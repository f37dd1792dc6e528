import type { Scope, ScopeLevel } from '../credential.ts';
import { isFields } from '../imports/reader.ts';

/** OAuth scopes of classic tokens (GitHub docs, "Scopes for OAuth apps"). A bare `repo` also deletes branches and writes code. */
const oauthLevels: Readonly<Record<string, ScopeLevel>> = {
	repo: 'write',
	public_repo: 'write',
	workflow: 'write',
	gist: 'write',
	user: 'write',
	delete_repo: 'destroy',
	'delete:packages': 'destroy',
	'write:packages': 'write',
	codespace: 'write',
	notifications: 'write',
	project: 'write',
};

export function scopeOfGithubOauth(scope: string): Scope {
	const level: ScopeLevel =
		oauthLevels[scope] ??
		(/^admin:|^site_admin/.test(scope)
			? 'admin'
			: /^write:|^manage_/.test(scope)
				? 'write'
				: /^delete/.test(scope)
					? 'destroy'
					: 'read');
	return { provider: 'github', permission: scope, resource: '*', environment: 'unknown', level };
}

/** Permissions of fine-grained tokens and app installations: name to `read`, `write` or `admin`. */
export function scopesOfGithubPermissions(permissions: unknown, resource: string): Scope[] {
	if (!isFields(permissions)) return [];
	return Object.entries(permissions).flatMap(([permission, access]) => {
		if (typeof access !== 'string') return scopesOfGithubPermissions(access, resource);
		const isAdministration =
			permission === 'administration' || permission === 'organization_administration';
		const level: ScopeLevel =
			access === 'read'
				? 'read'
				: // “administration: write” deletes repositories.
					isAdministration
					? 'destroy'
					: access === 'admin' || permission === 'members'
						? 'admin'
						: 'write';
		return [{ provider: 'github', permission, resource, environment: 'unknown' as const, level }];
	});
}
