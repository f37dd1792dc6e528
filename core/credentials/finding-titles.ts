import type { Severity } from '../incidents/document.ts';
import type { FindingKind } from './finding.ts';

/** Each kind of finding in words, for counts. */
export const findingTitles: Readonly<Record<FindingKind, string>> = {
	'expired-but-used': 'Expired, and still used',
	'used-after-revocation': 'Used after it was revoked',
	'can-destroy-backups': 'Can destroy data and its backups',
	'never-expires': 'Never expires',
	'on-disk': 'Stands in a file on disk',
	'in-transcript': 'In a prompt or transcript',
	'production-from-staging': 'Production reached from a staging run',
	'over-scoped': 'Over-scoped',
	shared: 'Shared',
	expiring: 'Expires soon',
	'lifetime-over-policy': 'Lifetime over policy',
	'not-rotated': 'Not rotated',
	unused: 'Unused for long',
	'owner-left': 'Its owner left',
	unowned: 'Nobody owns it',
	duplicated: 'In several places',
};

/** The gravest that a finding of each kind can be. */
export const findingSeverities: Readonly<Record<FindingKind, Severity>> = {
	'expired-but-used': 'critical',
	'used-after-revocation': 'critical',
	'can-destroy-backups': 'critical',
	'never-expires': 'high',
	'on-disk': 'high',
	'in-transcript': 'high',
	'production-from-staging': 'critical',
	'over-scoped': 'high',
	shared: 'medium',
	expiring: 'low',
	'lifetime-over-policy': 'medium',
	'not-rotated': 'medium',
	unused: 'medium',
	'owner-left': 'high',
	unowned: 'medium',
	duplicated: 'medium',
};
