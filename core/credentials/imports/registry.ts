import { aftertraceInventory } from './aftertrace.ts';
import { gitleaks, gitleaksSarif } from './gitleaks.ts';
import type { ImportReader } from './reader.ts';

/** Every source that can be imported, the most telling first: a table that none knows is tried last. */
export const importReaders: readonly ImportReader[] = [
	aftertraceInventory,
	gitleaksSarif,
	gitleaks,
];
