import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '@/core/access/permissions.ts';
import type { ObservedCredential } from '@/core/credentials/observe.ts';
import type { RuleHit } from '@/core/detection/rule-hits.ts';
import type { Mapping } from '@/core/formats/mapped/mapping.ts';
import { inventorySchema } from '@/core/incidents/inventory.ts';
import { ok, type Result } from '@/core/result.ts';
import { keepInventory } from '@/server/credentials/import.ts';
import { keepCredentials } from '@/server/credentials/keep.ts';
import type { ImportExtent, StoreReceipt } from '@/server/events/port.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma } from '@/server/records/generated/client.ts';
import { keepHits } from '@/server/rules/hits.ts';
import { rulesInForce } from '@/server/rules/rule-book.ts';
import { type BatchFacts, type EventGroup, ExtentNotes } from './event-groups.ts';
import { HeldNotes } from './held-notes.ts';
import {
	type ImportCounts,
	type LineToKeep,
	noCounts,
	noteProgress,
	type QuarantinedLine,
} from './imports.ts';
import { loadKnownSecrets, saveKnownSecrets } from './known-secrets.ts';
import { mappingsOf } from './mappings.ts';
import { readGroups } from './read-groups.ts';
import type { InputStream } from './read-input.ts';

export interface StoreLogsOptions {
	/** Forces a format; null: by content. */
	readonly format?: string | null;
	/** Mappings for this reading alone, before the workspace's own. */
	readonly mappings?: readonly Mapping[];
	/** Name of the source; null: the file's own. */
	readonly source?: string | null;
	/** Bytes that a stream may bring, inflated. */
	readonly bytesMax?: number;
	/** See `ReadInputOptions`. */
	readonly isRedacted?: boolean;
	readonly lineNumbers?: readonly number[];
	readonly contents?: ReadonlyMap<number, string>;
	/** See `GroupsToRead.threads`. */
	readonly threads?: number | null;
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
/** Each credential is merged with what is known once a while, not with every group. */
const credentialsEveryMs = 5_000;
/** Correlations are run once a while over what came, not with every group. */
const hitsEveryMs = 2_000;
const quarantineHeldMax = 1_000;
/** Of the lines that one import could not read; beyond it only their places are kept. */
const quarantineCharsKept = 16 * 1024 * 1024;

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
	const rules = await rulesInForce(actor);
	const known = await loadKnownSecrets(actor);
	const clock = options.clock ?? Date.now;
	const credentials = new HeldNotes<ObservedCredential>(
		(held) => keepCredentials(actor, held),
		credentialsEveryMs,
		clock,
		({ sightings, uses }) => 1 + sightings.length + uses.length,
	);
	const found = new HeldNotes<RuleHit>(
		(held) => keepHits(actor, importId, held, rules),
		hitsEveryMs,
		clock,
	);
	const tally = new Tally();
	let notedAt = clock();
	const groups = readGroups(actor, input, {
		importId,
		known,
		rules,
		threads: options.threads ?? null,
		options: {
			workspace: actor.workspaceId,
			format: options.format ?? null,
			mappings: [...(options.mappings ?? []), ...(await mappingsOf(actor))],
			source: options.source ?? null,
			request: Array.isArray(input) ? null : importId,
			isContentKeyed: true,
			...(options.isRedacted === undefined ? {} : { isRedacted: options.isRedacted }),
			...(options.lineNumbers === undefined ? {} : { lineNumbers: options.lineNumbers }),
			...(options.contents === undefined ? {} : { contents: options.contents }),
			...(options.bytesMax === undefined
				? {}
				: { inflate: { bytesMax: options.bytesMax, ratioMax: 2_000 } }),
		},
	});
	/** One group is being inserted while the next is read. */
	let storing: { group: EventGroup; receipt: Promise<Result<StoreReceipt>> } | null = null;
	const settled = async (): Promise<Result<null>> => {
		if (storing === null) return ok(null);
		const { group, receipt } = storing;
		storing = null;
		const stored = await receipt;
		if (!stored.ok) return stored;
		await credentials.add(group.credentials);
		await found.add(group.hits);
		for (const batch of group.batches) await keepInventories(actor, batch);
		tally.add(group, stored.value);
		if (clock() - notedAt >= progressEveryMs) {
			await noteProgress(actor, importId, tally.counts, tally.takeQuarantined());
			notedAt = clock();
		}
		options.onProgress?.(tally.counts);
		return ok(null);
	};
	for await (const group of groups) {
		const before = await settled();
		if (!before.ok) return before;
		const receipt = store.storeRows(actor, group.rows);
		receipt.catch(() => {}); // It is awaited when the next group has been read.
		storing = { group, receipt };
	}
	const last = await settled();
	if (!last.ok) return last;
	await credentials.keep();
	await found.keep();
	await saveKnownSecrets(actor, known.entries());
	await noteProgress(actor, importId, tally.counts, tally.takeQuarantined());
	return ok({
		counts: tally.counts,
		extent: tally.extent.extent(),
		inventories: tally.inventories,
		quarantined: tally.firstQuarantined,
	});
}

/** Adds up what the batches of one import brought. */
class Tally {
	counts: ImportCounts = noCounts;
	inventories = 0;
	readonly firstQuarantined: QuarantinedLine[] = [];
	readonly extent = new ExtentNotes();
	private pending: LineToKeep[] = [];
	private keptLeft = quarantineCharsKept;
	private position = 0;

	add(group: EventGroup, { inserted, duplicates }: StoreReceipt): void {
		const { counts } = this;
		this.counts = {
			...counts,
			events: counts.events + inserted,
			duplicates: counts.duplicates + duplicates + group.repeated,
		};
		this.extent.add(group.extent);
		for (const batch of group.batches) this.addBatch(batch);
	}

	private addBatch(batch: BatchFacts): void {
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
		for (const { path, line, reason, detail, preview, kept, content } of batch.quarantined) {
			const entry = { path, line, reason, detail, preview };
			if (this.firstQuarantined.length < quarantineHeldMax) this.firstQuarantined.push(entry);
			const isKept = kept !== null && this.keptLeft >= kept.length;
			if (isKept) this.keptLeft -= kept.length;
			this.pending.push({
				...entry,
				kept: isKept ? kept : null,
				content: (isKept ? content : null) ?? null,
				position: this.position++,
			});
		}
	}

	takeQuarantined(): LineToKeep[] {
		const { pending } = this;
		this.pending = [];
		return pending;
	}
}

/** Inventories that stood among the logs; the same one twice is kept once. */
async function keepInventories(actor: Actor, batch: BatchFacts): Promise<void> {
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
