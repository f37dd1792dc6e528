import type { Act } from '@/core/actions/action.ts';
import { CredentialObserver, type ObservedCredential } from '@/core/credentials/observe.ts';
import type { RuleHit } from '@/core/detection/rule-hits.ts';
import type { Event } from '@/core/event/event.ts';
import type { ImportExtent } from '@/server/events/port.ts';
import { type EncodedRows, RowEncoder } from '@/server/events/rows.ts';
import { Turn } from '@/server/turn.ts';
import type { ReadBatch } from './read-batch.ts';
import type { eventReader } from './reading.ts';

/** What is said of a batch once its events are encoded. */
export type BatchFacts = Pick<
	ReadBatch,
	'path' | 'quarantined' | 'inventories' | 'counts' | 'file'
>;

/** What is stored at once: plain values and bytes, which can go from thread to thread. */
export interface EventGroup {
	readonly rows: EncodedRows;
	/** Events that stood in the group before. */
	readonly repeated: number;
	readonly batches: readonly BatchFacts[];
	/** The credentials that its events show. */
	readonly credentials: readonly ObservedCredential[];
	/** What rules found in its events. */
	readonly hits: readonly RuleHit[];
	/** The runs and times that its events bring. */
	readonly extent: ImportExtent;
}

export interface GroupingOptions {
	readonly workspace: string;
	readonly importId: string;
	readonly readEvent: ReturnType<typeof eventReader>;
	readonly matchRules: (event: Event, acts: readonly Act[]) => readonly RuleHit[];
}

const rowsMax = 10_000;
const bytesMax = 4 * 1024 * 1024;
const batchesMax = 1_000;

/**
 * Understands and encodes what was read, and gathers it to groups: an insert costs nearly the same
 * for ten events as for thousands, and files are small. Events come in the order of their input.
 */
export async function* eventGroups(
	batches: AsyncIterable<ReadBatch>,
	{ workspace, importId, readEvent, matchRules }: GroupingOptions,
): AsyncGenerator<EventGroup> {
	const encoder = new RowEncoder(workspace);
	const observer = new CredentialObserver();
	const turn = new Turn();
	let extent = new ExtentNotes();
	let facts: BatchFacts[] = [];
	let repeated = 0;
	let hits: RuleHit[] = [];
	const take = (): EventGroup => {
		const group = {
			rows: encoder.take(),
			repeated,
			batches: facts,
			credentials: observer.take(),
			hits,
			extent: extent.extent(),
		};
		extent = new ExtentNotes();
		facts = [];
		repeated = 0;
		hits = [];
		return group;
	};
	for await (const batch of batches) {
		for (const event of batch.events) {
			const { acts, reading } = readEvent(event);
			if (encoder.add({ event, reading, importId })) hits.push(...matchRules(event, acts));
			else repeated++;
			observer.add(event, acts);
			extent.note(event);
			await turn.yielded();
		}
		const { path, quarantined, inventories, counts, file } = batch;
		facts.push({ path, quarantined, inventories, counts, file });
		const isFull =
			encoder.rows >= rowsMax || encoder.byteLength >= bytesMax || facts.length >= batchesMax;
		if (isFull) yield take();
	}
	if (facts.length > 0) yield take();
}

const runsNotedMax = 50_000;

/** Which runs and which times events concern. */
export class ExtentNotes {
	private readonly runs = new Set<string>();
	private from = Number.POSITIVE_INFINITY;
	private to = Number.NEGATIVE_INFINITY;

	note(event: Event): void {
		if (event.run !== null) this.addRun(event.run.id);
		if (event.kind === 'provider-record' && event.time !== null) this.addTime(event.time);
	}

	add({ runs, providerFrom, providerTo }: ImportExtent): void {
		for (const run of runs) this.addRun(run);
		if (providerFrom !== null) this.addTime(providerFrom);
		if (providerTo !== null) this.addTime(providerTo);
	}

	extent(): ImportExtent {
		const seen = this.from <= this.to;
		return {
			runs: [...this.runs],
			providerFrom: seen ? this.from : null,
			providerTo: seen ? this.to : null,
		};
	}

	private addRun(id: string): void {
		if (this.runs.size < runsNotedMax) this.runs.add(id);
	}

	private addTime(time: number): void {
		this.from = Math.min(this.from, time);
		this.to = Math.max(this.to, time);
	}
}
