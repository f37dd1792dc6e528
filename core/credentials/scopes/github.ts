import type { Scope, ScopeLevel } from '../credential.ts';
import { isFields } from '../imports/reader.ts';

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
