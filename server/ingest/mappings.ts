import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import type { RedactedJson } from '@/core/event/text.ts';
import { formatTimeOrNull } from '@/core/event/time.ts';
import type { Sample } from '@/core/formats/format.ts';
import {
	fieldsOf,
	guessMapping,
	type Mapping,
	mappingSchema,
} from '@/core/formats/mapped/mapping.ts';
import { mappedReader } from '@/core/formats/mapped/reader.ts';
import { recogniseFormat } from '@/core/formats/registry.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { createRedactor } from '@/core/secrets/redactor.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import { workspaceHmac } from './known-secrets.ts';
import { readRecords } from './read-records.ts';

const mappingsMax = 200;

export const savedMappingSchema = mappingSchema.extend({ id: z.string(), updatedAt: z.string() });
export type SavedMapping = z.infer<typeof savedMappingSchema>;

/** The workspace's mappings, by name. */
export async function listMappings(actor: Actor): Promise<Result<SavedMapping[]>> {
	if (!may(actor, 'sources.read')) return ok([]);
	const rows = await installation().records.database.fieldMapping.findMany({
		where: { workspaceId: actor.workspaceId },
		orderBy: { name: 'asc' },
		take: mappingsMax,
	});
	return ok(
		rows.map((row) => ({
			...mappingSchema.parse(row.document),
			id: row.id,
			updatedAt: row.updatedAt.toISOString(),
		})),
	);
}

/** For reading: those that apply to what the actor sends. */
export async function mappingsOf(actor: Actor): Promise<Mapping[]> {
	const listed = await listMappings({ ...actor, scopes: null });
	return listed.ok ? listed.value : [];
}

/** Saves a mapping; one of the same name is replaced. */
export async function saveMapping(actor: Actor, mapping: Mapping): Promise<Result<SavedMapping>> {
	if (!may(actor, 'sources.write'))
		return fail<Failure>(failure('forbidden', 'your role does not allow changing mappings'));
	const { database } = installation().records;
	const { workspaceId } = actor;
	const count = await database.fieldMapping.count({ where: { workspaceId } });
	if (count >= mappingsMax)
		return fail<Failure>(failure('conflict', `there may be ${mappingsMax} mappings; delete one`));
	const row = await database.fieldMapping.upsert({
		where: { workspaceId_name: { workspaceId, name: mapping.name } },
		create: {
			workspaceId,
			id: `map_${randomUUID()}`,
			name: mapping.name,
			document: mapping,
			createdBy: actor.id,
		},
		update: { document: mapping },
	});
	await recordAudit(actor, 'mapping.saved', row.id, { name: mapping.name });
	return ok({ ...mapping, id: row.id, updatedAt: row.updatedAt.toISOString() });
}

export async function deleteMapping(actor: Actor, id: string): Promise<Result<null>> {
	const gone = may(actor, 'sources.write')
		? await installation().records.database.fieldMapping.deleteMany({
				where: { workspaceId: actor.workspaceId, id },
			})
		: { count: 0 };
	if (gone.count === 0) return fail<Failure>(failure('not-found', `mapping ${id} is not there`));
	await recordAudit(actor, 'mapping.deleted', id, null);
	return ok(null);
}

export const previewRequestSchema = z.object({
	/** The beginning of a log, whole lines. */
	sample: z
		.string()
		.min(1)
		.max(512 * 1024),
	name: z.string().trim().min(1).max(100).default('My log'),
	/** Null: the guess. */
	mapping: mappingSchema.nullable().default(null),
});

export const mappingPreviewSchema = z.object({
	/** The format that would read it without a mapping; null: none. */
	recognised: z.string().nullable(),
	records: z.number().int(),
	fields: z.array(z.object({ path: z.string(), count: z.number().int(), example: z.string() })),
	mapping: mappingSchema,
	events: z.array(
		z.object({
			kind: z.string(),
			time: z.string().nullable(),
			actor: z.string().nullable(),
			operation: z.string().nullable(),
			outcome: z.string().nullable(),
			resources: z.array(z.string()),
			text: z.string(),
		}),
	),
	/** Lines of the sample that are no records. */
	unread: z.number().int(),
});
export type MappingPreview = z.infer<typeof mappingPreviewSchema>;

const recordsMax = 50;
const textShown = 300;

/** What a mapping makes of the beginning of a log. Nothing is stored; secrets are redacted first. */
export async function previewMapping(
	actor: Actor,
	wanted: z.infer<typeof previewRequestSchema>,
): Promise<Result<MappingPreview>> {
	if (!may(actor, 'events.ingest'))
		return fail<Failure>(failure('forbidden', 'your role does not allow sending events'));
	const redactor = createRedactor({ hmac: workspaceHmac(actor) });
	const records: RedactedJson[] = [];
	let container: Sample['container'] = 'lines';
	let unread = 0;
	const bytes = (async function* () {
		yield Buffer.from(wanted.sample, 'utf8');
	})();
	for await (const record of readRecords(bytes)) {
		if (record.kind === 'header') container = record.container;
		else if (record.kind === 'json') records.push(redactor.redactJson(record.value).value);
		else if (record.kind === 'text' || record.kind === 'quarantined') unread++;
		if (records.length >= recordsMax) break;
	}
	if (records.length === 0)
		return fail<Failure>(
			failure('input-unreadable', 'there is no JSON line and no table with a header in it'),
		);
	const sample = { records: records.slice(0, 12), container, header: null, fileName: null };
	const mapping = wanted.mapping ?? guessMapping(records, wanted.name);
	return ok({
		recognised: recogniseFormat(sample)?.id ?? null,
		records: records.length,
		fields: fieldsOf(records).map((field) => ({
			...field,
			example: shown(field.example).slice(0, 120),
		})),
		mapping,
		events: eventsOf(mapping, records),
		unread,
	});
}

const shown = (value: RedactedJson): string =>
	typeof value === 'string' ? value : JSON.stringify(value);

function eventsOf(mapping: Mapping, records: readonly RedactedJson[]): MappingPreview['events'] {
	const reader = mappedReader(mapping);
	const digest = createHash('sha256')
		.update(JSON.stringify(records.slice(0, 3)))
		.digest('hex');
	const state = reader.newState({
		header: null,
		fileName: null,
		digest,
		spawns: new Map(),
		facts: new Map(),
		folders: [],
	});
	return records.slice(0, 10).flatMap((record, index) => {
		const reading = reader.read(record, state, { index });
		if (reading.kind !== 'events') return [];
		return reading.events.map(({ kind, time, actor, record: act, call, result, text }) => ({
			kind,
			time: formatTimeOrNull(time),
			actor: actor.name,
			operation: act?.operation ?? call?.tool ?? null,
			outcome: act?.outcome ?? result?.status ?? null,
			resources: (act?.resources ?? []).map(({ kind: of, id }) =>
				of === null ? id : `${of} ${id}`,
			),
			text: text.slice(0, textShown),
		}));
	});
}
