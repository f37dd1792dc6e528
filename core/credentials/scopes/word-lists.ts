import type { Scope, ScopeLevel } from '../credential.ts';
import { levelOfWords } from './words.ts';

/**
 * Scopes whose words alone do not tell their level, by provider. GitLab: "Personal access token
 * scopes"; OpenAI and npm as their consoles name them; Vault's built-in policies.
 */
const levels: Readonly<Record<string, Readonly<Record<string, ScopeLevel>>>> = {
	gitlab: {
		api: 'destroy',
		sudo: 'admin',
		admin_mode: 'admin',
		create_runner: 'write',
		manage_runner: 'admin',
		k8s_proxy: 'write',
		ai_features: 'write',
	},
	vault: { root: 'destroy', default: 'read' },
	npm: { 'read-only': 'read', 'read-write': 'write', publish: 'write', automation: 'write' },
};

/** One scope of a provider that lists them by word. `root` of Vault is everything. */
export function scopeOfWord(provider: string, word: string, resource = '*'): Scope {
	const own = levels[provider];
	const level = own !== undefined && Object.hasOwn(own, word) ? own[word] : undefined;
	const isEverything = provider === 'vault' && word === 'root';
	return {
		provider,
		permission: isEverything ? '*' : word,
		resource,
		environment: 'unknown',
		level: level ?? levelOfWords(word.replace(/_/g, ' ')),
	};
}
