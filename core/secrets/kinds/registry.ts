import { aiKinds } from './ai.ts';
import { cloudKinds } from './cloud.ts';
import { codeHostKinds } from './code-hosts.ts';
import { dataStoreKinds } from './data-stores.ts';
import { genericKinds } from './generic.ts';
import type { SecretKind } from './kind.ts';
import { platformKinds } from './platforms.ts';
import { secretStoreKinds } from './secret-stores.ts';
import { serviceKinds } from './services.ts';

/** Every kind, most specific first. Explicit: a kind that is not listed here does not exist. */
export const secretKinds: readonly SecretKind[] = [
	...codeHostKinds,
	...cloudKinds,
	...platformKinds,
	...dataStoreKinds,
	...secretStoreKinds,
	...aiKinds,
	...serviceKinds,
	...genericKinds,
];

const byId = new Map(secretKinds.map((kind) => [kind.id, kind]));

export const secretKind = (id: string): SecretKind | null => byId.get(id) ?? null;

/** Kinds that say only how a secret was found. Any other kind of the same secret is preferred. */
export const isGenericKind = (id: string): boolean => byId.get(id)?.provider === 'generic';
