import type { EventId, Fingerprint } from '../event/ids.ts';
import type { Environment } from '../incidents/document.ts';

/** What an act does to the world. One colour and one icon each, on every screen. */
export const actionClasses = [
	'read',
	'create',
	'modify',
	'delete', // removes something of no lasting worth, or what can be made again: a cache, a branch
	'destroy', // removes data or the thing that holds it
	'expose',
	'grant',
	'execute', // runs something whose effect cannot be read from the call
] as const;
export type ActionClass = (typeof actionClasses)[number];

/** A resource as one act names it. */
export interface ResourceRef {
	readonly provider: string;
	/** As in the catalogue: `volume`, `bucket`, `table`, `file` … */
	readonly kind: string;
	readonly id: string;
	readonly name: string | null;
	readonly environment: Environment;
	/** Why that environment: never empty unless it is `unknown`. */
	readonly environmentReason: string | null;
}

/**
 * One thing that one event did or asked for, as read by the parsers and the catalogue. A shell
 * line can hold several. Agents' calls and providers' records yield acts of the same shape, so
 * that both names of an operation lead to the same act.
 */
export interface Act extends Reading {
	readonly eventId: EventId;
	/** Fingerprints of the credentials that stand in the act's own text. */
	readonly credentials: readonly Fingerprint[];
}

/** An act before it is tied to its event: what the readers of commands, requests and records give. */
export interface Reading {
	readonly class: ActionClass;
	readonly provider: string;
	/** In the provider's words: `volumeDelete`, `ec2:TerminateInstances`, `rm`, `DROP TABLE`. */
	readonly operation: string;
	readonly resources: readonly ResourceRef[];
	/** Hosts that the act talks to. */
	readonly hosts: readonly string[];
	/** Files that the act reads or writes, as written (not resolved). */
	readonly readsPaths: readonly string[];
	readonly writesPaths: readonly string[];
	/** Kinds of resources that fall with the named ones: backups inside a volume. */
	readonly fallsWith: readonly string[];
	/** Whether the provider lets it be undone. */
	readonly recovery: Recovery;
	/** It makes recovery or detection harder. */
	readonly weakens: boolean;
	/** Environment that the act itself names (a flag, a variable, a profile), with the reason. */
	readonly environment: { readonly value: Environment; readonly reason: string } | null;
	/** Redacted text in which credentials and variables of this act stand. */
	readonly text: string;
	/** A schedule or a workflow does it after the call: that the call succeeded does not say that it was done. */
	readonly later?: true;
	/** Says how the reading was made: `catalogue railway`, `shell rm`, `the verb “delete” in the name`. */
	readonly basis: string;
}

export interface Recovery {
	readonly undo: 'yes' | 'no' | 'unknown';
	/** Hours during which the provider lets it be undone; null: no window known. */
	readonly graceHours: number | null;
	readonly note: string | null;
}
