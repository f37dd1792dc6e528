import { environmentNamed } from '../../actions/environment.ts';
import type { Scope, ScopeLevel } from '../credential.ts';

const everything = /\b(everything|full[ -]access|all|owner|superuser|root)\b|^\*$|[:.]\*$/i;

/** The level that a permission's words name, the gravest first. */
export function levelOfWords(words: string): ScopeLevel {
	if (everything.test(words)) return 'destroy';
	if (/delet|destroy|remove|drop|purge|terminate/i.test(words)) return 'destroy';
	if (/admin|manage|owner|grant|maintain|sudo|members?:write/i.test(words)) return 'admin';
	if (/write|create|update|edit|push|deploy|publish|send|put|modify|full/i.test(words))
		return 'write';
	return 'read';
}

/**
 * A scope that somebody wrote in words: `provider:permission`, `account: everything`, `project
 * rental-core, environment staging`. A project token of which no permission is named may do in its
 * project whatever its provider lets it: write.
 */
export function scopeOfWords(provider: string, words: string): Scope {
	const text = words.trim();
	const [head = '', tail = ''] = text.split(/:\s+/, 2);
	const isPlace = /^(project|service|environment|repo|repository|bucket)\b/i.test(text);
	const environment = environmentNamed(text) ?? 'unknown';
	if (everything.test(text)) {
		return { provider, permission: '*', resource: '*', environment, level: 'destroy' };
	}
	if (isPlace) {
		return { provider, permission: 'deploy', resource: text, environment, level: 'write' };
	}
	return {
		provider,
		permission: tail === '' ? text : tail,
		resource: tail === '' ? '*' : head,
		environment,
		level: levelOfWords(text),
	};
}

/** A scope as people read it. */
export const scopeInWords = ({ provider, permission, resource, environment }: Scope): string =>
	[
		provider,
		permission === '*' ? 'everything' : permission,
		resource === '*' ? '' : `on ${resource}`,
		environment === 'unknown' || resource.includes(environment) ? '' : `in ${environment}`,
	]
		.filter((part) => part !== '')
		.join(' ');
