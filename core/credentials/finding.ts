import type { Severity } from '../incidents/document.ts';

/** What can be wrong with a credential. */
export const findingKinds = [
	'expired-but-used',
	'used-after-revocation',
	'can-destroy-backups',
	'never-expires',
	'on-disk',
	'in-transcript',
	'production-from-staging',
	'over-scoped',
	'shared',
	'expiring',
	'lifetime-over-policy',
	'not-rotated',
	'unused',
	'unowned',
	'owner-left',
	'duplicated',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** One thing wrong with one credential. */
export interface Finding {
	readonly kind: FindingKind;
	readonly severity: Severity;
	readonly title: string;
	/** What is the case, with the figures. */
	readonly reason: string;
	/** Events, scanner findings and places that support it; at most 20. */
	readonly evidence: readonly string[];
	readonly standards: readonly StandardReference[];
	/** What to do about it. */
	readonly advice: string;
}

export interface StandardReference {
	/** `OWASP NHI 2025`, `NIST SP 800-53 Rev. 5` … */
	readonly standard: string;
	readonly id: string;
	readonly title: string;
}
