import type { Credential, CredentialUse, Scope } from './credential.ts';
import { levelOfClass } from './levels.ts';
import { levelOfWords } from './scopes/words.ts';

const scopesMax = 500;

/** What the uses of a credential needed, in the language of scopes; one entry an operation and place. */
export function usedScopes(credential: Credential, uses: readonly CredentialUse[]): Scope[] {
	const scopes = new Map<string, Scope>();
	for (const use of uses) {
		const scope: Scope = {
			provider: use.provider,
			permission: use.operation,
			resource: use.resources[0] ?? '*',
			environment: use.environment,
			level: levelOfClass(use.actionClass),
		};
		scopes.set(`${scope.permission}\0${scope.resource}`, scope);
	}
	for (const operation of credential.usedOperations) {
		if ([...scopes.values()].some((scope) => scope.permission === operation)) continue;
		scopes.set(operation, {
			provider: credential.provider,
			permission: operation,
			resource: '*',
			environment: 'unknown',
			level: levelOfWords(operation),
		});
	}
	return [...scopes.values()].slice(0, scopesMax);
}
