import type { Writer } from './recommendation.ts';

const capabilities = new Set(['read', 'list', 'create', 'update', 'patch', 'delete', 'sudo']);

/** A policy of Vault or OpenBao: the paths that were used, with what was done there. */
export const vaultPolicy: Writer = (_, needed) => {
	const byPath = new Map<string, Set<string>>();
	for (const { permission, resource } of needed) {
		const word =
			permission
				.toLowerCase()
				.split(/[\s:.]/)
				.at(-1) ?? '';
		if (!capabilities.has(word) || resource === '*') continue;
		byPath.set(resource, (byPath.get(resource) ?? new Set()).add(word));
	}
	if (byPath.size === 0) return null;
	const blocks = [...byPath].sort().map(
		([path, words]) =>
			`path ${JSON.stringify(path)} {\n  capabilities = [${[...words]
				.sort()
				.map((word) => JSON.stringify(word))
				.join(', ')}]\n}`,
	);
	return { form: 'Vault policy', language: 'hcl', text: `${blocks.join('\n\n')}\n` };
};
