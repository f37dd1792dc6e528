import type { Event } from '../event/event.ts';
import type { Fingerprint } from '../event/ids.ts';
import type { Holders } from './credentials.ts';
import { textOf } from './values.ts';

/**
 * Which secret stands behind a provider's id of a credential (an access key id, a token's id): the one
 * that was seen beside the id. Providers record the id; agents use the secret, or a profile that holds it.
 */
export class CredentialIds {
	readonly #events: readonly Event[];
	readonly #known = new Map<string, Fingerprint | null>();

	constructor(holders: Holders) {
		this.#events = [...new Set([...holders.values()].flat())];
	}

	/** Null where no event shows the two together, or several secrets stand there and none is of its kind. */
	behind(id: string): Fingerprint | null {
		const known = this.#known.get(id);
		if (known !== undefined) return known;
		const found = id.length < 8 ? null : this.#search(id);
		this.#known.set(id, found);
		return found;
	}

	#search(id: string): Fingerprint | null {
		for (const event of this.#events) {
			const text = textOf(event);
			const at = text.indexOf(id);
			if (at < 0) continue;
			// The secret of a pair follows its id, or stands right before it.
			const near = [...text.matchAll(/‹([a-z0-9-]+):([0-9a-f]{20})›/g)]
				.map((match) => ({ print: match[2] ?? '', away: Math.abs(match.index - at) }))
				.filter(({ away }) => away < 400)
				.sort((a, b) => a.away - b.away)[0];
			if (near !== undefined) return near.print as Fingerprint;
		}
		return null;
	}
}
