/**
 * What a request to Vault or OpenBao is, by its operation and path: everything there is a path, and what
 * is done depends on which. Names as in the catalogue; null where the path tells nothing more.
 *
 * Source: the HTTP API of Vault (system backend, KV secrets engine, token auth method).
 */
export function vaultOperation(
	operation: string,
	path: string,
): { readonly name: string; readonly id: string } | null {
	const writes = /^(create|update|patch)$/.test(operation);
	for (const [pattern, name, on] of PATHS) {
		const matches = on === 'write' ? writes : operation === on;
		const found = matches ? pattern.exec(path) : null;
		if (found !== null) return { name, id: found[1] ?? path };
	}
	return null;
}

const PATHS: readonly (readonly [RegExp, string, 'write' | 'delete' | 'read' | 'list'])[] = [
	[/^sys\/mounts\/(.+?)\/?$/, 'secrets.disable', 'delete'],
	[/^sys\/mounts\/(.+?)\/?$/, 'secrets.enable', 'write'],
	[/^sys\/auth\/(.+?)\/?$/, 'auth.disable', 'delete'],
	[/^sys\/auth\/(.+?)\/?$/, 'auth.enable', 'write'],
	[/^sys\/audit\/(.+?)\/?$/, 'audit.disable', 'delete'],
	[/^sys\/audit\/(.+?)\/?$/, 'audit.enable', 'write'],
	[/^sys\/polic(?:y|ies\/acl)\/(.+)$/, 'policy.write', 'write'],
	[/^sys\/polic(?:y|ies\/acl)\/(.+)$/, 'policy.delete', 'delete'],
	[/^sys\/leases\/revoke(?:-prefix|-force)?\/?(.*)$/, 'lease.revoke', 'write'],
	[/^sys\/(seal)$/, 'operator.seal', 'write'],
	[
		/^auth\/(?!token\/)([^/]+\/(?:role|users?|groups?|map|certs?|config)\/.+)$/,
		'auth.role.write',
		'write',
	],
	[/^auth\/token\/(?:create|create-orphan)(?:\/(.+))?$/, 'token.create', 'write'],
	[/^auth\/token\/revoke(?:-self|-accessor|-orphan)?$/, 'token.revoke', 'write'],
	[/^(.+?\/metadata\/.+)$/, 'kv.metadata.delete', 'delete'],
	[/^(.+?\/destroy\/.+)$/, 'kv.destroy', 'write'],
	[/^(.+?\/undelete\/.+)$/, 'kv.undelete', 'write'],
	[/^(.+?\/(?:data|delete)\/.+)$/, 'kv.delete', 'delete'],
	[/^(.+?\/delete\/.+)$/, 'kv.delete', 'write'],
	[/^(.+?\/data\/.+)$/, 'kv.put', 'write'],
	[/^(.+?\/data\/.+)$/, 'kv.get', 'read'],
];
