import { environmentNamed } from '../../actions/environment.ts';
import type { Credential, Scope, ScopeLevel } from '../credential.ts';
import { unknown, value } from '../fact.ts';
import { levelOfAwsAction } from './aws.ts';
import { decodeKubernetesRole, levelOfVerb } from './kubernetes.ts';
import { levelOfAzure, levelOfGcp } from './roles.ts';
import { type WordTable, wordTables } from './word-tables.ts';

/**
 * What was granted, in the one language, and the parts of it that could not be decoded, in words. A
 * part that is not decoded is neither granted nor denied: it is told, and never guessed.
 */
export interface Decoded {
	readonly scopes: readonly Scope[];
	readonly unread: readonly string[];
}

type ReadLevel = (permission: string) => ScopeLevel | 'everything' | null;

const byTable =
	({ words = {}, patterns = [] }: WordTable): ReadLevel =>
	(permission) => {
		const word = permission.toLowerCase();
		if (Object.hasOwn(words, word)) return words[word] ?? null;
		return patterns.find(({ pattern }) => pattern.test(permission))?.level ?? null;
	};

const readers: Readonly<Record<string, ReadLevel>> = {
	...Object.fromEntries(Object.entries(wordTables).map(([name, table]) => [name, byTable(table)])),
	aws: (permission) =>
		permission === '*'
			? 'everything'
			: /^[\w-]+:[\w*?]+$/.test(permission)
				? levelOfAwsAction(permission)
				: null,
	gcp: levelOfGcp,
	azure: levelOfAzure,
	kubernetes: (permission) => {
		const [resource, verb] = permission.split(':');
		return resource === undefined || verb === undefined ? null : levelOfVerb(verb, resource);
	},
	vault: (permission) => (permission === 'root' ? 'everything' : null),
};

/** Providers whose scope words are decoded. */
export const decodedProviders: readonly string[] = Object.keys(readers).sort();

const everything = /^(?:\*|everything|full[ -]access|account: everything|all)$/i;
const place = /^(?:project|service|environment|repo|repository|bucket|zone|workspace|org|team) /i;

/**
 * One scope as its provider, or somebody who wrote an inventory, names it: `s3:GetObject`, `repo`,
 * `chat:write`, `roles/storage.admin`, with its resource behind ` on `. An environment that the words
 * name counts.
 */
export function decodeScope(provider: string, words: string): Decoded {
	const text = words.trim();
	const [, permission = text, resource = '*'] = /^(.+?) on (.+)$/.exec(text) ?? [];
	const environment = environmentNamed(text) ?? 'unknown';
	const scope = (name: string, level: ScopeLevel): Decoded => ({
		scopes: [{ provider, permission: name, resource, environment, level }],
		unread: [],
	});
	if (everything.test(permission)) return scope('*', 'destroy');
	if (provider === 'kubernetes' && !permission.includes(':'))
		return decodeKubernetesRole(permission, resource === '*' ? null : resource);
	const read = Object.hasOwn(readers, provider) ? readers[provider] : undefined;
	const level = read?.(permission) ?? null;
	if (level === 'everything') return scope('*', 'destroy');
	if (level !== null) return scope(permission, level);
	return { scopes: [], unread: [place.test(text) ? `what it may do in ${text}` : text] };
}

/** Several scopes of one provider. */
export function decodeScopes(provider: string, words: readonly string[]): Decoded {
	const all = words.map((each) => decodeScope(provider, each));
	return {
		scopes: all.flatMap(({ scopes }) => scopes),
		unread: [...new Set(all.flatMap(({ unread }) => unread))],
	};
}

const unreadMax = 50;
const scopesMax = 500;

/** What a credential is given of it. Where nothing of a grant could be decoded, its scopes are unknown. */
export const grantsOf = ({
	scopes,
	unread,
}: Decoded): Pick<Credential, 'scopes' | 'scopesUnread'> => ({
	scopes: scopes.length === 0 && unread.length > 0 ? unknown : value(scopes.slice(0, scopesMax)),
	scopesUnread: [
		...unread.slice(0, unreadMax),
		...(unread.length > unreadMax ? [`and ${unread.length - unreadMax} more`] : []),
		...(scopes.length > scopesMax
			? [`${scopes.length - scopesMax} scopes beyond the first ${scopesMax}`]
			: []),
	],
});
