import type { Actor } from '@/core/access/permissions.ts';
import { CredentialObserver } from '@/core/credentials/observe.ts';
import type { Event } from '@/core/event/event.ts';
import { keepCredentials } from '@/server/credentials/keep.ts';
import type { ReadEvent } from './reading.ts';

/**
 * Notes the credentials that an import's events show: where each was seen and which acts used it.
 * The same event again adds nothing. Events of one import go through one of these, in order.
 */
export class CredentialNotes {
	private readonly observer = new CredentialObserver();

	constructor(private readonly actor: Actor) {}

	observe(events: readonly { readonly event: Event; readonly read: ReadEvent }[]): void {
		for (const { event, read } of events) this.observer.add(event, read.acts);
	}

	/** Writes down what was observed since the last time. */
	async keep(): Promise<void> {
		await keepCredentials(this.actor, this.observer.take());
	}
}
