import type { UserId, WorkspaceId } from '../event/ids.ts';

/** The four roles, each a superset of the one before it. */
export const roles = ['viewer', 'analyst', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Everything that the console lets anyone do. */
export const permissions = [
	'events.read',
	'events.ingest',
	'incidents.read',
	'incidents.write',
	'credentials.read',
	'credentials.write',
	'reviews.manage',
	'rules.read',
	'rules.write',
	'sources.read',
	'sources.write',
	'audit.read',
	'people.manage',
	'settings.manage',
] as const;
export type Permission = (typeof permissions)[number];

const viewer: readonly Permission[] = [
	'events.read',
	'incidents.read',
	'credentials.read',
	'rules.read',
	'sources.read',
];
const analyst: readonly Permission[] = [
	...viewer,
	'events.ingest',
	'incidents.write',
	'credentials.write',
	'rules.write',
];
const manager: readonly Permission[] = [
	...analyst,
	'reviews.manage',
	'sources.write',
	'audit.read',
];

/** The one permission table. */
export const permissionTable: Readonly<Record<Role, ReadonlySet<Permission>>> = {
	viewer: new Set(viewer),
	analyst: new Set(analyst),
	manager: new Set(manager),
	admin: new Set(permissions),
};

/**
 * Who asks. Every function that reads or writes data takes one first; what it may touch is its
 * workspace and nothing else.
 */
export interface Actor {
	readonly type: 'user' | 'api-key' | 'system';
	/** User id, API key id, or the name of the part of the system that acts. */
	readonly id: UserId | string;
	readonly name: string;
	readonly workspaceId: WorkspaceId;
	readonly role: Role;
	/** An API key's scopes narrow its role; null: all that the role allows. */
	readonly scopes: readonly Permission[] | null;
}

/** Whether the actor may do it: by its role, and for an API key also by its scopes. */
export const may = (actor: Actor, permission: Permission): boolean =>
	permissionTable[actor.role].has(permission) &&
	(actor.scopes === null || actor.scopes.includes(permission));
