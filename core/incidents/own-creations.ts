import type { Act, ResourceRef } from '../actions/action.ts';
import type { CallTrace } from './runs.ts';

const MAY_HAVE_STOOD = /\bif not exists\b|\bor replace\b|upsert|--exist-ok|ensure/i;

/** What a run itself made: taking it away again is no loss to anybody. */
export class OwnCreations {
	readonly #made = new Set<string>();

	/** Remembers what a call that succeeded created anew. */
	see(call: CallTrace): void {
		if (call.outcome !== 'ok') return;
		for (const act of call.acts) {
			if (act.class !== 'create' || MAY_HAVE_STOOD.test(act.text)) continue;
			for (const resource of act.resources) this.#made.add(keyOf(act, resource));
		}
	}

	/** Whether an act takes away what the run made before. */
	undoes(act: Act): boolean {
		return (
			(act.class === 'destroy' || act.class === 'delete') &&
			act.resources.length > 0 &&
			act.resources.every((resource) => this.#made.has(keyOf(act, resource)))
		);
	}
}

const keyOf = (act: Act, resource: ResourceRef): string =>
	`${act.provider}/${resource.kind}/${resource.id}`;
