import type { RunningRules } from '@/core/detection/running-rules.ts';
import type { KnownSecret } from '@/core/secrets/known.ts';
import type { EventGroup } from './event-groups.ts';
import type { LearnedSecret } from './learned-secrets.ts';
import type { PlainData } from './plain-records.ts';
import type { ReadBatch } from './read-batch.ts';
import type { ReadInputOptions } from './read-input.ts';

/** What a reading thread starts with. The key stays in this process, whose memory it shares. */
export interface WorkerSetup {
	readonly options: Omit<ReadInputOptions, 'hmac' | 'known' | 'digest'>;
	readonly key: Uint8Array;
	readonly known: readonly KnownSecret[];
	readonly gives: Gives;
}

/** What a thread hands over: groups of rows for the store, or the events as they were read. */
export type Gives =
	| { readonly kind: 'groups'; readonly importId: string; readonly rules: RunningRules }
	| { readonly kind: 'batches' };

export interface FileToRead {
	readonly path: string;
	readonly bytes: number;
	readonly plain: PlainData;
}

/** What learning the secrets of a file brought. */
export interface LearnedFile {
	/** Its place in the input. */
	readonly index: number;
	readonly secrets: readonly LearnedSecret[];
	readonly plain: PlainData;
	/** Format whose files must be read one after another by one thread; null: there is none. */
	readonly readsAcross: string | null;
}

export type ToWorker =
	| { readonly kind: 'learn'; readonly files: readonly { index: number; path: string }[] }
	/** All files are learned: with these secrets they are read. */
	| { readonly kind: 'known'; readonly secrets: readonly LearnedSecret[] }
	| { readonly kind: 'read'; readonly files: readonly FileToRead[] }
	/** What it handed over is stored or kept, or about to be. */
	| { readonly kind: 'taken' }
	/** There is nothing more to read. */
	| { readonly kind: 'end' };

export type FromWorker =
	| { readonly kind: 'ready' }
	| { readonly kind: 'learned'; readonly files: readonly LearnedFile[] }
	/** It has nothing to read. */
	| { readonly kind: 'idle' }
	| { readonly kind: 'group'; readonly group: EventGroup }
	| { readonly kind: 'batch'; readonly batch: ReadBatch }
	/** Everything is handed over; these secrets were found while reading. */
	| { readonly kind: 'done'; readonly secrets: readonly LearnedSecret[] };
