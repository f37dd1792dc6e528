import type { Scope, ScopeLevel } from '../credential.ts';
import type { Decoded } from './decode.ts';

const levels: Readonly<Record<string, ScopeLevel>> = {
	read: 'read',
	list: 'read',
	subscribe: 'read',
	recover: 'write',
	create: 'write',
	update: 'write',
	patch: 'write',
	delete: 'destroy',
	sudo: 'admin',
};

const block = /path\s+"((?:[^"\\]|\\.)*)"\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/g;
const textMax = 200_000;

/**
 * A policy of Vault or OpenBao in HCL. `deny` stands above everything that names the same path, as
 * Vault has it. Limits on parameters, times to wrap and templates are named as not decoded.
 */
export function decodeVaultPolicy(policy: string): Decoded {
	const text = policy.slice(0, textMax).replace(/^\s*(?:#|\/\/).*$/gm, '');
	const scopes: Scope[] = [];
	const unread: string[] = [];
	const denied = new Set<string>();
	for (const [, path = '', body = ''] of text.matchAll(block)) {
		const list = /capabilities\s*=\s*\[([^\]]*)\]/.exec(body)?.[1] ?? '';
		const words = [...list.matchAll(/"([a-z]+)"/g)].map(([, word = '']) => word);
		if (words.length === 0) unread.push(`path ${path}, which names no capability`);
		if (words.includes('deny')) denied.add(path);
		if (/(?:allowed|denied|required)_parameters|wrapping_ttl|control_group/.test(body))
			unread.push(`limits on parameters of ${path}`);
		if (path.includes('{{')) unread.push(`the template in ${path}`);
		for (const word of words) {
			const level = Object.hasOwn(levels, word) ? levels[word] : undefined;
			if (word === 'deny') continue;
			if (level === undefined) unread.push(`capability ${word} on ${path}`);
			// `+` is any one segment; rights over auth, policies and mounts are rights over rights.
			else
				scopes.push({
					provider: 'vault',
					permission: word,
					resource: path.replace(/\+/g, '*'),
					environment: 'unknown',
					level: /^(?:sys|auth)\//.test(path) && level !== 'read' ? 'admin' : level,
				});
		}
	}
	const isDenied = ({ resource }: Scope) =>
		[...denied].some((path) => path.replace(/\+/g, '*') === resource);
	return { scopes: scopes.filter((scope) => !isDenied(scope)), unread };
}

/** Policies of which only the names are known: two are Vault's own, the others say nothing. */
export function decodeVaultPolicyNames(names: readonly string[]): Decoded {
	const own: Readonly<Record<string, Scope>> = {
		root: {
			provider: 'vault',
			permission: '*',
			resource: '*',
			environment: 'unknown',
			level: 'destroy',
		},
		default: {
			provider: 'vault',
			permission: 'default',
			resource: 'auth/token/*',
			environment: 'unknown',
			level: 'read',
		},
	};
	return {
		scopes: names.flatMap((name) => (Object.hasOwn(own, name) ? (own[name] ?? []) : [])),
		unread: names
			.filter((name) => !Object.hasOwn(own, name))
			.map((name) => `policy ${name}, without its text`),
	};
}
