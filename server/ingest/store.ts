import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '@/core/access/permissions.ts';
import type { Event } from '@/core/event/event.ts';
import type { Mapping } from '@/core/formats/mapped/mapping.ts';
import { inventorySchema } from '@/core/incidents/inventory.ts';
import { ok, type Result } from '@/core/result.ts';
import { keepInventory } from '@/server/credentials/import.ts';
import type { ImportExtent } from '@/server/events/port.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma } from '@/server/records/generated/client.ts';
import { type ImportCounts, noCounts, noteProgress, type QuarantinedLine } from './imports.ts';
import { loadKnownSecrets, saveKnownSecrets, workspaceHmac } from './known-secrets.ts';
import { mappingsOf } from './mappings.ts';
import type { ReadBatch } from './read-batch.ts';
import { type InputStream, readInput } from './read-input.ts';
import { eventReader, loadUnderstanding } from './reading.ts';
import { CredentialNotes } from './sightings.ts';
import { Turn } from './turn.ts';

export interface StoreLogsOptions {
	/** Forces a format; null: by content. */
	readonly format?: string | null;
	/** Mappings for this reading alone, before the workspace's own. */
	readonly mappings?: readonly Mapping[];
	/** Name of the source; null: the file's own. */
	readonly source?: string | null;
	/** Bytes that a stream may bring, inflated. */
	readonly bytesMax?: number;
	readonly onProgress?: (counts: ImportCounts) => void;
	/** Milliseconds now, for how often progress is written down. */
	readonly clock?: () => number;
}

export interface StoredLogs {
	readonly counts: ImportCounts;
	/** What it brought, duplicates included: a file sent again is reconstructed again. */
	readonly extent: ImportExtent;
	/** Credential inventories among the logs. */
	readonly inventories: number;
	/** The first lines that could not be read. */
	readonly quarantined: readonly QuarantinedLine[];
}

const progressEveryMs = 1_000;
/** Each credential is merged with what is known once a while, not once a batch. */
const credentialsEveryMs = 5_000;
const runsNotedMax = 50_000;
const quarantineHeldMax = 1_000;

/**
 * Reads logs and stores their events, batch by batch: when this resolves, every event survives the
 * death of the process. What was stored before a failure stays; sending the same again adds nothing.
 */
export async function storeLogs(
	actor: Actor,
	importId: string,
	input: readonly string[] | InputStream,
	options: StoreLogsOptions = {},
): Promise<Result<StoredLogs>> {
	const { events: store } = installation();
	const known = await loadKnownSecrets(actor);
	const readEvent = eventReader(await loadUnderstanding());
	const clock = options.clock ?? Date.now;
	const credentials = new CredentialNotes(actor);
	const tally = new Tally();
	const turn = new Turn();
	let notedAt = clock();
	let keptAt = notedAt;
	const batches = readInput(input, {
		workspace: actor.workspaceId,
		hmac: workspaceHmac(actor),
		known,
		format: options.format ?? null,
		mappings: [...(options.mappings ?? []), ...(await mappingsOf(actor))],
		source: options.source ?? null,
		request: Array.isArray(input) ? null : importId,
		...(options.bytesMax === undefined
			? {}
			: { inflate: { bytesMax: options.bytesMax, ratioMax: 2_000 } }),
	});
	const group = new Group<ReturnType<typeof readEvent>>();
	const flush = async (): Promise<Result<null>> => {
		const { read, batches: taken } = group.take();
		const receipt = await store.store(
			actor,
			read.map(({ event, read: { reading } }) => ({ event, reading, importId })),
		);
		if (!receipt.ok) return receipt;
		credentials.observe(read);
		if (clock() - keptAt >= credentialsEveryMs) {
			await credentials.keep();
			keptAt = clock();
		}
		for (const batch of taken) {
			await keepInventories(actor, batch);
			tally.add(batch);
		}
		tally.addReceipt(receipt.value);
		if (clock() - notedAt >= progressEveryMs) {
			await noteProgress(actor, importId, tally.counts, tally.takeQuarantined());
			notedAt = clock();
		}
		options.onProgress?.(tally.counts);
		return ok(null);
	};
	for await (const batch of batches) {
		for (const event of batch.events) {
			group.addEvent(event, readEvent(event));
			await turn.yielded();
		}
		group.addBatch(batch);
		if (!group.isFull) continue;
		const flushed = await flush();
		if (!flushed.ok) return flushed;
	}
	const flushed = await flush();
	if (!flushed.ok) return flushed;
	await credentials.keep();
	await saveKnownSecrets(actor, known.entries());
	await noteProgress(actor, importId, tally.counts, tally.takeQuarantined());
	return ok({
		counts: tally.counts,
		extent: tally.extent(),
		inventories: tally.inventories,
		quarantined: tally.firstQuarantined,
	});
}

const groupEventsMax = 2_000;
const groupCharsMax = 8 * 1024 * 1024;
const groupBatchesMax = 1_000;

/** What is stored at once: an insert costs the same for ten events as for a thousand, and files are small. */
class Group<Read> {
	private read: { readonly event: Event; readonly read: Read }[] = [];
	private batches: ReadBatch[] = [];
	private chars = 0;

	addEvent(event: Event, read: Read): void {
		this.read.push({ event, read });
		this.chars += event.raw.length + event.text.length;
	}

	addBatch(batch: ReadBatch): void {
		this.batches.push(batch);
	}

	get isFull(): boolean {
		return (
			this.read.length >= groupEventsMax ||
			this.chars >= groupCharsMax ||
			this.batches.length >= groupBatchesMax
		);
	}

	/** Hands out what was gathered and begins anew. */
	take() {
		const { read, batches } = this;
		this.read = [];
		this.batches = [];
		this.chars = 0;
		return { read, batches };
	}
}

/** Adds up what the batches of one import brought. */
class Tally {
	counts: ImportCounts = noCounts;
	inventories = 0;
	readonly firstQuarantined: QuarantinedLine[] = [];
	private readonly runs = new Set<string>();
	private from = Number.POSITIVE_INFINITY;
	private to = Number.NEGATIVE_INFINITY;
	private pending: (QuarantinedLine & { position: number })[] = [];
	private position = 0;

	addReceipt({ inserted, duplicates }: { inserted: number; duplicates: number }): void {
		const { counts } = this;
		this.counts = {
			...counts,
			events: counts.events + inserted,
			duplicates: counts.duplicates + duplicates,
		};
	}

	add(batch: ReadBatch): void {
		const { counts } = this;
		const format = batch.file?.format ?? null;
		this.counts = {
			files: counts.files + (batch.file === null || batch.file.outcome === 'ignored' ? 0 : 1),
			records: counts.records + batch.counts.records,
			read: counts.read + batch.counts.read,
			repeatedRecords: counts.repeatedRecords + batch.counts.duplicates,
			ignored: counts.ignored + batch.counts.ignored,
			events: counts.events,
			duplicates: counts.duplicates + batch.counts.duplicates,
			quarantined: counts.quarantined + batch.counts.quarantined,
			secretsRedacted: counts.secretsRedacted + batch.counts.secretsRedacted,
			bytes: counts.bytes + (batch.file?.bytes ?? 0),
			formats:
				format === null
					? counts.formats
					: { ...counts.formats, [format]: (counts.formats[format] ?? 0) + 1 },
		};
		this.inventories += batch.inventories.length;
		for (const event of batch.events) this.note(event);
		for (const { path, line, reason, detail, preview } of batch.quarantined) {
			const entry = { path, line, reason, detail, preview };
			if (this.firstQuarantined.length < quarantineHeldMax) this.firstQuarantined.push(entry);
			this.pending.push({ ...entry, position: this.position++ });
		}
	}

	takeQuarantined(): (QuarantinedLine & { position: number })[] {
		const { pending } = this;
		this.pending = [];
		return pending;
	}

	extent(): ImportExtent {
		const seen = this.from <= this.to;
		return {
			runs: [...this.runs],
			providerFrom: seen ? this.from : null,
			providerTo: seen ? this.to : null,
		};
	}

	private note(event: Event): void {
		if (event.run !== null && this.runs.size < runsNotedMax) this.runs.add(event.run.id);
		if (event.kind !== 'provider-record' || event.time === null) return;
		this.from = Math.min(this.from, event.time);
		this.to = Math.max(this.to, event.time);
	}
}

/** Inventories that stood among the logs; the same one twice is kept once. */
async function keepInventories(actor: Actor, batch: ReadBatch): Promise<void> {
	const { database } = installation().records;
	for (const { path, document } of batch.inventories) {
		const read = inventorySchema.safeParse(document);
		if (!read.success) continue;
		const text = JSON.stringify(read.data);
		const id = createHash('sha256').update(text).digest('hex').slice(0, 32);
		await database.inventoryFile.upsert({
			where: { workspaceId_id: { workspaceId: actor.workspaceId, id } },
			create: {
				workspaceId: actor.workspaceId,
				id,
				source: path,
				document: z.json().parse(JSON.parse(text)) as Prisma.InputJsonValue,
			},
			update: {},
		});
		await keepInventory(actor, document);
	}
}
