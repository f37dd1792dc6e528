import type { Actor } from '@/core/access/permissions.ts';
import type { RuleHit } from '@/core/detection/rule-hits.ts';
import type { RunningRules } from '@/core/detection/running-rules.ts';
import { keepHits } from '@/server/rules/hits.ts';

/** Correlations are run once a while over what came, not with every group of events. */
const keptEveryMs = 2_000;
const heldMax = 5_000;

/**
 * Keeps what rules found in an import's events. The same event again adds nothing, so what a death of
 * the process takes along comes back when the import is sent again.
 */
export class RuleNotes {
	private held: RuleHit[] = [];
	private keptAt: number;

	constructor(
		private readonly actor: Actor,
		private readonly importId: string,
		private readonly rules: RunningRules,
		private readonly clock: () => number,
	) {
		this.keptAt = clock();
	}

	/** Their events are stored. */
	async add(hits: readonly RuleHit[]): Promise<void> {
		for (const hit of hits) this.held.push(hit);
		if (this.clock() - this.keptAt < keptEveryMs && this.held.length < heldMax) return;
		await this.keep();
		this.keptAt = this.clock();
	}

	/** Writes down what was found since the last time. */
	async keep(): Promise<void> {
		const { held } = this;
		this.held = [];
		await keepHits(this.actor, this.importId, held, this.rules);
	}
}
