import type { Event } from '@/core/event/event.ts';
import type { RedactedJson } from '@/core/event/text.ts';
import type { FileSummary, IgnoredRecord, QuarantinedRecord, ReadBatch } from './read-batch.ts';

/** Gathers what was read of one file until it is handed out. */
export class BatchWriter {
	private events: Event[] = [];
	private quarantined: QuarantinedRecord[] = [];
	private ignored: IgnoredRecord[] = [];
	private inventories: { path: string; document: RedactedJson }[] = [];
	private read = 0;
	private duplicates = 0;
	private secretsRedacted = 0;
	format: string | null = null;

	constructor(private readonly path: string) {}

	addRead(events: readonly Event[]): void {
		this.read++;
		for (const event of events) this.events.push(event);
	}

	addDuplicate(): void {
		this.duplicates++;
	}

	addSecrets(count: number): void {
		this.secretsRedacted += count;
	}

	addQuarantined(entry: Omit<QuarantinedRecord, 'path'>): void {
		this.quarantined.push({ path: this.path, ...entry });
	}

	addIgnored(line: number | null, reason: string): void {
		this.ignored.push({ path: this.path, line, reason });
	}

	addInventory(document: RedactedJson): void {
		this.inventories.push({ path: this.path, document });
		this.addIgnored(null, 'inventory');
	}

	isFull(eventsMax: number): boolean {
		const others = this.quarantined.length + this.ignored.length + this.duplicates;
		return this.events.length >= eventsMax || others >= eventsMax * 4;
	}

	/** Hands out what was gathered and begins anew. */
	take(file: FileSummary | null = null): ReadBatch {
		const { events, quarantined, ignored, inventories, read, duplicates, secretsRedacted } = this;
		this.events = [];
		this.quarantined = [];
		this.ignored = [];
		this.inventories = [];
		this.read = 0;
		this.duplicates = 0;
		this.secretsRedacted = 0;
		const counts = {
			records: read + duplicates + quarantined.length + ignored.length,
			read,
			duplicates,
			quarantined: quarantined.length,
			ignored: ignored.length,
			events: events.length,
			secretsRedacted,
		};
		return {
			path: this.path,
			format: this.format,
			events,
			quarantined,
			ignored,
			inventories,
			counts,
			file,
		};
	}
}
