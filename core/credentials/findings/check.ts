import type { Severity } from '../../incidents/document.ts';
import type { InventoryResource } from '../../incidents/inventory.ts';
import type { Credential, CredentialSighting, CredentialUse } from '../credential.ts';
import type { Finding, FindingKind } from '../finding.ts';
import type { PolicyLimits } from '../policy.ts';
import { standardsOf } from './standards.ts';

/** All that is known when a credential is assessed. */
export interface Known {
	readonly credential: Credential;
	readonly sightings: readonly CredentialSighting[];
	readonly uses: readonly CredentialUse[];
	/** Resources of the workspace, for what it reaches. */
	readonly resources: readonly InventoryResource[];
	/** The limits that hold for it. */
	readonly policy: PolicyLimits;
	/** People and teams that are gone. */
	readonly formerOwners: readonly string[];
	/** RFC 3339: the instant for which it is assessed. */
	readonly now: string;
}

/** Says whether one thing is wrong with a credential. */
export type Check = (known: Known) => Finding | null;

const evidenceMax = 20;

export const finding = (
	kind: FindingKind,
	severity: Severity,
	title: string,
	reason: string,
	evidence: readonly string[],
	advice: string,
): Finding => ({
	kind,
	severity,
	title,
	reason,
	evidence: [...new Set(evidence)].slice(0, evidenceMax),
	standards: standardsOf[kind],
	advice,
});

const dayMs = 86_400_000;

/** Whole days from one time to another; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number =>
	Math.floor((Date.parse(to) - Date.parse(from)) / dayMs);

export const dateOf = (time: string): string => time.slice(0, 10);

/** Path without the line. */
export const fileOf = (place: string): string => place.replace(/:\d+$/, '');

export const plural = (count: number, noun: string): string =>
	`${count} ${noun}${count === 1 ? '' : 's'}`;
