import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Import, QuarantineEntry } from '@/server/records/generated/client.ts';
import { quarantineKeptMax } from './imports.ts';
import { runImport } from './run-import.ts';

/** What `POST /api/v1/imports/{id}/retry` answers. */
export const retryReceiptSchema = z.object({
	/** Imports that read it again, with what they brought. */
	imports: z.array(z.string()),
	/** Quarantined lines and files that were read again. */
	retried: z.number().int(),
	/** Of these, those that could be read now. They count as read from here on. */
	resolved: z.number().int(),
	/** What the import still could not read. */
	quarantined: z.number().int(),
});
export type RetryReceipt = z.infer<typeof retryReceiptSchema>;

/** Streams of kept lines that one retry reads: each file's lines are one. */
const keptFilesMax = 200;

/**
 * Reads again what an import could not read, after a reader was mended or a mapping was saved: from
 * the files where they are as they were, else from the redacted lines that were kept.
 *
 * @param format forces one; null: by content
 */
export async function retryQuarantine(
	actor: Actor,
	importId: string,
	format: string | null = null,
): Promise<Result<RetryReceipt>> {
	if (!may(actor, 'events.ingest')) {
		return fail<Failure>(failure('forbidden', 'your role does not allow sending events'));
	}
	const { database } = installation().records;
	const { workspaceId } = actor;
	const row = await database.import.findUnique({
		where: { workspaceId_id: { workspaceId, id: importId } },
		include: {
			quarantine: {
				where: { resolvedAt: null },
				orderBy: { position: 'asc' },
				take: quarantineKeptMax,
			},
		},
	});
	if (row === null) return fail<Failure>(failure('not-found', `import ${importId} is not there`));
	if (row.state === 'running') {
		return fail<Failure>(failure('conflict', 'the import is still being read'));
	}
	const { onDisk, kept } = await sourcesOf(row, row.quarantine);
	const imports: string[] = [];
	const resolved: number[] = [];
	if (onDisk.size > 0) {
		const again = await runImport(actor, [...onDisk.keys()], {
			name: `retry of ${row.source}`,
			format,
		});
		if (!again.ok) return again;
		await again.value.reconstructed;
		imports.push(again.value.id);
		const left = await leftOf(workspaceId, again.value.id);
		for (const [file, entries] of onDisk)
			for (const entry of entries)
				if (!left.has(placeOf(file, entry))) resolved.push(entry.position);
	}
	for (const [path, entries] of kept) {
		const again = await runImport(actor, linesOf(path, entries), {
			name: `retry of ${row.source}`,
			source: row.folder === null ? row.source : null,
			format,
			isRedacted: true,
			lineNumbers: entries.map((entry) => entry.line ?? 0),
			contents: new Map(
				entries.flatMap(({ line, content }) =>
					line === null || content === null ? [] : [[line, content] as const],
				),
			),
		});
		if (!again.ok) return again;
		await again.value.reconstructed;
		imports.push(again.value.id);
		const left = await leftOf(workspaceId, again.value.id);
		for (const entry of entries)
			if (!left.has(placeOf(diskPart(path), entry))) resolved.push(entry.position);
	}
	const quarantined = await settle(actor, importId, resolved);
	const retried = [...onDisk.values(), ...kept.values()].flat().length;
	await recordAudit(actor, 'import.retried', importId, { retried, resolved: resolved.length });
	return ok({ imports, retried, resolved: resolved.length, quarantined });
}

type Entry = QuarantineEntry;

/** Which files are as they were when the import read them, and which lines were kept of the others. */
async function sourcesOf(row: Import, entries: readonly Entry[]) {
	const onDisk = new Map<string, Entry[]>();
	const kept = new Map<string, Entry[]>();
	const unchanged = new Map<string, boolean>();
	for (const entry of entries) {
		const file = fileOf(row.folder, entry.path);
		if (file !== null && !unchanged.has(file)) {
			unchanged.set(file, await isUnchanged(file, row.createdAt));
		}
		if (file !== null && unchanged.get(file) === true) {
			onDisk.set(file, [...(onDisk.get(file) ?? []), entry]);
		} else if (entry.kept !== null && entry.line !== null) {
			if (!kept.has(entry.path) && kept.size >= keptFilesMax) continue;
			kept.set(entry.path, [...(kept.get(entry.path) ?? []), entry]);
		}
	}
	return { onDisk, kept };
}

/**
 * The file on this machine in which an entry stands; an archive for what stands in it. Null: the
 * import came in as a stream, and its path is but a name that the sender chose.
 */
function fileOf(folder: string | null, path: string): string | null {
	return folder === null ? null : resolve(folder, diskPart(path));
}

async function isUnchanged(file: string, since: Date): Promise<boolean> {
	try {
		const { mtimeMs, ctimeMs } = await stat(file);
		return Math.max(mtimeMs, ctimeMs) < since.getTime();
	} catch {
		return false;
	}
}

const linesOf = (path: string, entries: readonly Entry[]) => ({
	name: path,
	stream: (async function* () {
		for (const { kept } of entries)
			yield Buffer.from(`${kept?.replace(/[\r\n]+/g, ' ')}\n`, 'utf8');
	})(),
});

/** The archive of what stands in one. */
const diskPart = (path: string): string => path.split('!')[0] ?? path;

/** Where an entry stands: the file, the place in an archive, the line. */
const placeOf = (file: string, { path, line }: Pick<Entry, 'path' | 'line'>): string =>
	`${file}\0${path.split('!').slice(1).join('!')}\0${line}`;

/** What the retry could not read either. A file that could not be read to its end leaves all its lines. */
async function leftOf(workspaceId: string, importId: string) {
	const entries = await installation().records.database.quarantineEntry.findMany({
		where: { workspaceId, importId },
		select: { path: true, line: true },
		take: quarantineKeptMax,
	});
	const places = new Set(entries.map((entry) => placeOf(diskPart(entry.path), entry)));
	const whole = new Set(
		entries.filter(({ line }) => line === null).map(({ path }) => diskPart(path)),
	);
	return {
		has: (place: string): boolean =>
			places.has(place) ||
			entries.length >= quarantineKeptMax ||
			whole.has(place.slice(0, place.indexOf('\0'))),
	};
}

/** Marks entries as read; the counts of their import stay balanced. Answers how many are left. */
async function settle(actor: Actor, id: string, positions: readonly number[]): Promise<number> {
	const { workspaceId } = actor;
	return await installation().records.database.$transaction(async (records) => {
		const { count } = await records.quarantineEntry.updateMany({
			where: { workspaceId, importId: id, position: { in: [...positions] }, resolvedAt: null },
			data: { resolvedAt: new Date(), kept: null, content: null },
		});
		const { quarantined } = await records.import.update({
			where: { workspaceId_id: { workspaceId, id } },
			data: { quarantined: { decrement: count }, read: { increment: count } },
		});
		return quarantined;
	});
}
