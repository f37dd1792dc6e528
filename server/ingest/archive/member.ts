/** What an input holds: itself, or, where it is an archive, each file in it. */
export type Member =
	| {
			readonly kind: 'content';
			/** Path inside the archive; null: the input is none. */
			readonly path: string | null;
			readonly bytes: AsyncIterable<Uint8Array>;
	  }
	/** An entry that is not read, and why. */
	| {
			readonly kind: 'refused';
			readonly path: string;
			readonly outcome: 'ignored' | 'quarantined';
			readonly reason: string;
			readonly detail: string;
	  };

export interface ArchiveLimits {
	/** Bytes that all entries together may inflate to. */
	readonly bytesMax: number;
	/** Bytes out per byte in, judged once 64 MiB came out. */
	readonly ratioMax: number;
	readonly entriesMax: number;
}

export const entriesMaxDefault = 100_000;

/** A path that leaves the archive, or could on some system. Nothing is written; it is still no honest log. */
export const isUnsafePath = (path: string): boolean =>
	path === '' ||
	path.length > 4_096 ||
	/\p{Cc}/u.test(path) ||
	/^(?:[/\\]|[A-Za-z]:)/.test(path) ||
	path.split(/[/\\]/).includes('..');

export const unsafePath = (path: string): Member => ({
	kind: 'refused',
	path: path.replace(/\p{Cc}/gu, '?').slice(0, 500),
	outcome: 'quarantined',
	reason: 'unsafe-path',
	detail: 'its path leads out of the archive',
});

export const refused = (
	path: string,
	outcome: 'ignored' | 'quarantined',
	reason: string,
	detail: string,
): Member => ({ kind: 'refused', path, outcome, reason, detail });

/**
 * The bytes of one entry. Iterating may stop anywhere: `drain` reads on to where the next entry
 * begins.
 */
export class EntryBytes implements AsyncIterable<Uint8Array> {
	private ended = false;

	constructor(private readonly pull: () => Promise<Uint8Array | null>) {}

	[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
		// No `return`: a reader that stops early leaves the rest to `drain`.
		return { next: () => this.next() };
	}

	async drain(): Promise<void> {
		while ((await this.next()).done !== true);
	}

	private async next(): Promise<IteratorResult<Uint8Array>> {
		const value = this.ended ? null : await this.pull();
		if (value !== null) return { done: false, value };
		this.ended = true;
		return { done: true, value: undefined };
	}
}
