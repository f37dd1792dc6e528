import type { CredentialRow } from './views.ts';

/** What an owner says becomes of a credential. */
export const decisions = ['keep', 'narrow', 'rotate', 'revoke'] as const;
export type Decision = (typeof decisions)[number];

/** A review as lists show it. Times are RFC 3339 in UTC. */
export interface ReviewSummary {
	readonly id: string;
	readonly name: string;
	readonly dueAt: string;
	readonly createdBy: string;
	readonly createdAt: string;
	/** When it was signed off; null: it is open. */
	readonly closedAt: string | null;
	readonly closedBy: string | null;
	readonly total: number;
	readonly decided: number;
}

export interface ReviewItem {
	/** As it stood when the review began. */
	readonly credential: CredentialRow;
	/** Null: nobody owns it, or nobody knows who. */
	readonly owner: string | null;
	readonly decision: Decision | null;
	readonly note: string | null;
	readonly decidedBy: string | null;
	readonly decidedAt: string | null;
}

export interface ReviewOwner {
	/** Null: nobody. */
	readonly owner: string | null;
	readonly total: number;
	readonly decided: number;
	/** When the owner's link ends; null: none was made. */
	readonly linkExpiresAt: string | null;
}

export interface ReviewView extends ReviewSummary {
	/** The filter that chose its credentials. */
	readonly filter: Readonly<Record<string, string>>;
	/** Those with most to decide first. */
	readonly owners: readonly ReviewOwner[];
	readonly items: readonly ReviewItem[];
}

/** What an owner sees by their link: theirs, and nothing else. */
export interface AttestationView {
	readonly name: string;
	readonly owner: string;
	readonly dueAt: string;
	/** Null: open. */
	readonly closedAt: string | null;
	readonly items: readonly ReviewItem[];
}
