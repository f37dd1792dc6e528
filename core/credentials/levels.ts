import type { ActionClass } from '../actions/action.ts';
import { type Scope, type ScopeLevel, scopeLevels } from './credential.ts';
import type { Fact } from './fact.ts';

export const levelRank = (level: ScopeLevel): number => scopeLevels.indexOf(level);

/** The greatest of several levels; null of none. */
export const greatestLevel = (levels: readonly ScopeLevel[]): ScopeLevel | null =>
	levels.reduce<ScopeLevel | null>(
		(best, level) => (best === null || levelRank(level) > levelRank(best) ? level : best),
		null,
	);

/** The most that scopes let their holder do; null: none, or nobody knows. */
export const levelOfScopes = (scopes: Fact<readonly Scope[]>): ScopeLevel | null =>
	scopes.state === 'value' ? greatestLevel(scopes.value.map((scope) => scope.level)) : null;

const byClass: Readonly<Record<ActionClass, ScopeLevel>> = {
	read: 'read',
	create: 'write',
	modify: 'write',
	execute: 'write',
	expose: 'write',
	grant: 'admin',
	delete: 'destroy',
	destroy: 'destroy',
};

/** The level that an act of a class needs; `read` where its class is not known. */
export const levelOfClass = (actionClass: string | null): ScopeLevel =>
	actionClass !== null && Object.hasOwn(byClass, actionClass)
		? byClass[actionClass as ActionClass]
		: 'read';
