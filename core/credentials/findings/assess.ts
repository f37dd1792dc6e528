import { type Severity, severities } from '../../incidents/document.ts';
import type { Finding } from '../finding.ts';
import {
	canDestroyBackups,
	overScoped,
	ownerLeft,
	productionFromStaging,
	unowned,
} from './access.ts';
import type { Check, Known } from './check.ts';
import { duplicated, inTranscript, onDisk, shared } from './exposure.ts';
import {
	expiredButUsed,
	expiring,
	lifetimeOverPolicy,
	neverExpires,
	notRotated,
	unused,
	usedAfterRevocation,
} from './lifetime.ts';

const checks: readonly Check[] = [
	expiredButUsed,
	usedAfterRevocation,
	canDestroyBackups,
	productionFromStaging,
	neverExpires,
	onDisk,
	inTranscript,
	overScoped,
	shared,
	expiring,
	lifetimeOverPolicy,
	notRotated,
	unused,
	unowned,
	ownerLeft,
	duplicated,
];

const rank = (severity: Severity): number => severities.indexOf(severity);

/**
 * What is wrong with a credential, gravest first. One that was revoked or switched off can only be
 * wrong by being used all the same.
 */
export function assess(known: Known): Finding[] {
	const { status } = known.credential;
	const isOff = status === 'revoked' || status === 'inactive';
	return (isOff ? [expiredButUsed, usedAfterRevocation] : checks)
		.flatMap((check) => check(known) ?? [])
		.sort((a, b) => rank(a.severity) - rank(b.severity));
}
