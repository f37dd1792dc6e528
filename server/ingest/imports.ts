import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Import, QuarantineEntry } from '@/server/records/generated/client.ts';

/**
 * What an import has taken in so far. Counts only grow, and are balanced:
 * `records` = `read` + `repeatedRecords` + `quarantined` + `ignored`.
 */
export interface ImportCounts {
	readonly files: number;
	readonly records: number;
	/** Records that became events. */
	readonly read: number;
	/** Records all of whose events stood in this input before. */
	readonly repeatedRecords: number;
	/** Records and files that a rule leaves out. */
	readonly ignored: number;
	readonly events: number;
	readonly duplicates: number;
	readonly quarantined: number;
	readonly secretsRedacted: number;
	readonly bytes: number;
	/** Format name to number of files. */
	readonly formats: Readonly<Record<string, number>>;
}

export const noCounts: ImportCounts = {
	files: 0,
	records: 0,
	read: 0,
	repeatedRecords: 0,
	ignored: 0,
	events: 0,
	duplicates: 0,
	quarantined: 0,
	secretsRedacted: 0,
	bytes: 0,
	formats: {},
};

/** The counts of two imports together. */
export function addCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
	const formats = { ...a.formats };
	for (const [name, files] of Object.entries(b.formats))
		formats[name] = (formats[name] ?? 0) + files;
	return {
		files: a.files + b.files,
		records: a.records + b.records,
		read: a.read + b.read,
		repeatedRecords: a.repeatedRecords + b.repeatedRecords,
		ignored: a.ignored + b.ignored,
		events: a.events + b.events,
		duplicates: a.duplicates + b.duplicates,
		quarantined: a.quarantined + b.quarantined,
		secretsRedacted: a.secretsRedacted + b.secretsRedacted,
		bytes: a.bytes + b.bytes,
		formats,
	};
}

const quarantineSchema = z.object({
	path: z.string(),
	/** 1-based; null where the whole file is meant. */
	line: z.number().int().nullable(),
	reason: z.string(),
	detail: z.string(),
	/** Beginning of what was read, redacted. */
	preview: z.string().nullable(),
});
export type QuarantinedLine = z.infer<typeof quarantineSchema>;

/** A quarantined line on its way into the records. */
export interface LineToKeep extends QuarantinedLine {
	readonly kept: string | null;
	readonly content: string | null;
	readonly position: number;
}

/** An import as `GET /api/v1/imports/{id}` answers it. */
export const importSchema = z.object({
	id: z.string(),
	state: z.enum(['running', 'reconstructing', 'done', 'failed']),
	source: z.string(),
	files: z.number().int(),
	records: z.number().int(),
	/** `records` = `read` + `repeatedRecords` + `quarantined` + `ignored`. */
	read: z.number().int(),
	repeatedRecords: z.number().int(),
	ignored: z.number().int(),
	events: z.number().int(),
	duplicates: z.number().int(),
	quarantined: z.number().int(),
	secretsRedacted: z.number().int(),
	bytes: z.number().int(),
	formats: z.record(z.string(), z.number().int()),
	failure: z.string().nullable(),
	createdAt: z.string(),
	finishedAt: z.string().nullable(),
	/** The first thousand lines that could not be read, with the reason. */
	quarantine: z.array(quarantineSchema),
});
export type ImportView = z.infer<typeof importSchema>;

const quarantineShownMax = 1_000;
/** Lines named in the records for one import; beyond it they are only counted. */
export const quarantineKeptMax = 10_000;

export interface ImportTicket {
	readonly id: string;
	/** True: a request with the same idempotency key was taken in before; there is nothing to do. */
	readonly repeated: boolean;
}

/** Opens an import. A key that was used before leads to the import that it began, unless that failed. */
export async function openImport(
	actor: Actor,
	source: string,
	idempotencyKey: string | null,
	/** Folder in which the paths of its files stand; null: it comes in as a stream. */
	folder: string | null = null,
): Promise<Result<ImportTicket>> {
	if (!may(actor, 'events.ingest')) {
		return fail<Failure>(failure('forbidden', 'your role does not allow sending events'));
	}
	const { database } = installation().records;
	const { workspaceId } = actor;
	if (idempotencyKey !== null) {
		const before = await database.import.findUnique({
			where: { workspaceId_idempotencyKey: { workspaceId, idempotencyKey } },
		});
		if (before !== null && before.state !== 'failed') return ok({ id: before.id, repeated: true });
		if (before !== null) {
			await database.import.update({
				where: { workspaceId_id: { workspaceId, id: before.id } },
				data: { idempotencyKey: null },
			});
		}
	}
	const id = `imp_${randomUUID()}`;
	try {
		await database.import.create({
			data: { workspaceId, id, source, idempotencyKey, folder, createdBy: actor.id },
		});
	} catch (error) {
		// Two requests with one key at once: the other came first.
		if ((error as { code?: string }).code !== 'P2002' || idempotencyKey === null) throw error;
		return openImport(actor, source, idempotencyKey, folder);
	}
	return ok({ id, repeated: false });
}

/** Writes down how far an import has come, and the lines that it could not read since the last time. */
export async function noteProgress(
	actor: Actor,
	id: string,
	counts: ImportCounts,
	quarantined: readonly LineToKeep[],
): Promise<void> {
	const { database } = installation().records;
	const { workspaceId } = actor;
	const kept = quarantined.filter((line) => line.position < quarantineKeptMax);
	if (kept.length > 0) {
		await database.quarantineEntry.createMany({
			data: kept.map((line) => ({ workspaceId, importId: id, ...line })),
			skipDuplicates: true,
		});
	}
	await database.import.update({
		where: { workspaceId_id: { workspaceId, id } },
		data: { ...counts, bytes: BigInt(counts.bytes), formats: { ...counts.formats } },
	});
}

/** All events of an import are stored: from here on it is acknowledged. */
export async function markStored(actor: Actor, id: string): Promise<void> {
	await installation().records.database.import.update({
		where: { workspaceId_id: { workspaceId: actor.workspaceId, id } },
		data: { state: 'reconstructing' },
	});
}

/**
 * Ends an import; `broken` is one public line that says why it failed. One of many that goes well is
 * not audited by itself.
 */
export async function closeImport(
	actor: Actor,
	id: string,
	broken: string | null,
	isGathered = false,
): Promise<void> {
	const { workspaceId } = actor;
	const row = await installation().records.database.import.update({
		where: { workspaceId_id: { workspaceId, id } },
		data: {
			state: broken === null ? 'done' : 'failed',
			failure: broken,
			finishedAt: new Date(),
		},
	});
	const { files, events, duplicates, quarantined } = row;
	if (isGathered && broken === null && quarantined === 0) return;
	await recordAudit(actor, 'import.finished', id, { files, events, duplicates, quarantined });
}

/** One import of the workspace, with its counts and what it could not read. */
export async function getImport(actor: Actor, id: string): Promise<Result<ImportView>> {
	const row = may(actor, 'sources.read')
		? await installation().records.database.import.findUnique({
				where: { workspaceId_id: { workspaceId: actor.workspaceId, id } },
				include: {
					quarantine: {
						where: { resolvedAt: null },
						orderBy: { position: 'asc' },
						take: quarantineShownMax,
					},
				},
			})
		: null;
	return row === null
		? fail<Failure>(failure('not-found', `import ${id} is not there`))
		: ok(viewOf(row));
}

/** What a row has counted so far. */
export const countsOf = (row: Import): ImportCounts & { formats: Record<string, number> } => ({
	files: row.files,
	records: row.records,
	read: row.read,
	repeatedRecords: row.repeatedRecords,
	ignored: row.ignored,
	events: row.events,
	duplicates: row.duplicates,
	quarantined: row.quarantined,
	secretsRedacted: row.secretsRedacted,
	bytes: Number(row.bytes),
	formats: row.formats as Record<string, number>,
});

const viewOf = (row: Import & { quarantine: QuarantineEntry[] }): ImportView => ({
	id: row.id,
	state: row.state,
	source: row.source,
	...countsOf(row),
	failure: row.failure,
	createdAt: row.createdAt.toISOString(),
	finishedAt: row.finishedAt?.toISOString() ?? null,
	quarantine: row.quarantine.map((entry) => quarantineSchema.parse(entry)),
});
