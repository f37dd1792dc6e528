import type { Actor } from '@/core/access/permissions.ts';
import type { ObservedCredential } from '@/core/credentials/observe.ts';
import { keepCredentials } from '@/server/credentials/keep.ts';

/** Each credential is merged with what is known once a while, not with every group. */
const keptEveryMs = 5_000;
const heldMax = 5_000;

/**
 * Keeps the credentials that an import's events show: where each was seen and which acts used it.
 * The same event again adds nothing.
 */
export class CredentialNotes {
	private held: ObservedCredential[] = [];
	private keptAt: number;

	constructor(
		private readonly actor: Actor,
		private readonly clock: () => number,
	) {
		this.keptAt = clock();
	}

	/** Their events are stored. */
	async add(credentials: readonly ObservedCredential[]): Promise<void> {
		for (const credential of credentials) this.held.push(credential);
		if (this.clock() - this.keptAt < keptEveryMs && this.held.length < heldMax) return;
		await this.keep();
		this.keptAt = this.clock();
	}

	/** Writes down what was observed since the last time. */
	async keep(): Promise<void> {
		const { held } = this;
		this.held = [];
		await keepCredentials(this.actor, held);
	}
}
