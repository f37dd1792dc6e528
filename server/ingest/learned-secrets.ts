import type { Fingerprint } from '@/core/event/ids.ts';
import type { KnownSecrets } from '@/core/secrets/known.ts';

/** A secret as a reader met it. It goes from thread to thread of one process, and nowhere else. */
export interface LearnedSecret {
	readonly secret: string;
	readonly kind: string;
	readonly print: Fingerprint;
}

const notedMax = 50_000;

/** Known secrets that also note what is learned, so that other threads can be told. */
export function noting(known: KnownSecrets): { known: KnownSecrets; take: () => LearnedSecret[] } {
	let noted = new Map<string, LearnedSecret>();
	const told = new Set<string>();
	return {
		known: {
			...known,
			get size() {
				return known.size;
			},
			get version() {
				return known.version;
			},
			stands: (text, fingerprintOf) => known.stands(text, fingerprintOf),
			learn(secret, kind, print) {
				known.learn(secret, kind, print);
				const key = `${kind}\0${secret}`;
				if (told.has(key) || told.size >= notedMax) return;
				told.add(key);
				noted.set(key, { secret, kind, print });
			},
		},
		take: () => {
			const taken = [...noted.values()];
			noted = new Map();
			return taken;
		},
	};
}
