import type { Actor } from '@/core/access/permissions.ts';
import type { CredentialSighting, CredentialUse } from '@/core/credentials/credential.ts';
import { epochMicros, formatTimeOrNull } from '@/core/event/time.ts';
import type { Environment } from '@/core/incidents/document.ts';
import { installation } from '@/server/installation/installation.ts';

/** A use as the event store gives it. */
export interface UseRow {
	readonly key: string;
	readonly event_id: string;
	readonly time_micros: number | null;
	readonly provider: string;
	readonly operation: string;
	readonly action_class: string;
	readonly outcome: string;
	readonly environment: string;
	readonly resources: string[];
	readonly run_id: string;
	readonly machine: string;
	readonly principal: string;
	readonly source_address: string;
	readonly run_environment: string;
}

const orNull = (text: string): string | null => (text === '' ? null : text);

export const usageOfRow = (row: UseRow): CredentialUse => ({
	eventId: row.event_id,
	at: formatTimeOrNull(row.time_micros === null ? null : epochMicros(row.time_micros)),
	provider: row.provider,
	operation: row.operation,
	actionClass: orNull(row.action_class),
	outcome: row.outcome,
	environment: row.environment as Environment,
	resources: row.resources,
	runId: orNull(row.run_id),
	machine: orNull(row.machine),
	principal: orNull(row.principal),
	sourceAddress: orNull(row.source_address),
	runEnvironment: row.run_environment as Environment,
});

export interface SightingRow {
	readonly credentialId: string;
	readonly eventId: string;
	readonly field: string;
	readonly label: string | null;
	readonly timeMicros: bigint | null;
	readonly path: string | null;
	readonly place: string;
	readonly file: string | null;
	readonly command: string | null;
	readonly runId: string | null;
	readonly machine: string | null;
	readonly person: string | null;
}

export const sightingOfRow = (row: SightingRow): CredentialSighting => ({
	eventId: row.eventId,
	field: row.field,
	place: row.place as CredentialSighting['place'],
	label: row.label,
	file: row.file,
	command: row.command,
	runId: row.runId,
	machine: row.machine,
	person: row.person,
	at: formatTimeOrNull(row.timeMicros === null ? null : epochMicros(Number(row.timeMicros))),
	source: row.path,
});

/** What is known of the traces of some credentials, by id. */
export interface Traces {
	readonly sightings: readonly CredentialSighting[];
	readonly uses: readonly CredentialUse[];
	readonly sightingCount: number;
	readonly useCount: number;
}

/** Distinct sightings and uses of one credential that its assessment looks at. */
const eachMax = 400;
const rowsMax = 2_000_000;

/** One sighting of each place, file, run and machine, the latest, with how many there are in all. */
export async function distinctSightings(
	actor: Actor,
	ids: readonly string[],
): Promise<Map<string, { count: number; list: CredentialSighting[] }>> {
	const rows = await installation().records.database.$queryRaw<(SightingRow & { all: bigint })[]>`
		SELECT * FROM (
			SELECT s.*, count(*) OVER (PARTITION BY "credentialId") AS all,
				row_number() OVER (PARTITION BY "credentialId", place, file, "runId", machine, person
					ORDER BY "timeMicros" DESC NULLS LAST, "eventId") AS n
			FROM "Sighting" s
			WHERE "workspaceId" = ${actor.workspaceId} AND "credentialId" = ANY(${ids}::text[])
		) each WHERE n = 1 ORDER BY "credentialId", "timeMicros" DESC NULLS LAST
		LIMIT ${rowsMax}`;
	const groups = new Map<string, { count: number; list: CredentialSighting[] }>();
	for (const row of rows) {
		const group = groups.get(row.credentialId) ?? { count: Number(row.all), list: [] };
		if (group.list.length < eachMax) group.list.push(sightingOfRow(row));
		groups.set(row.credentialId, group);
	}
	return groups;
}

/** One use of each operation, environment, run, machine and address, the latest, by key. */
export async function distinctUses(
	actor: Actor,
	keys: readonly string[],
): Promise<Map<string, { count: number; list: CredentialUse[] }>> {
	const groups = new Map<string, { count: number; list: CredentialUse[] }>();
	if (keys.length === 0) return groups;
	const store = installation().events.credentials;
	const params = { keys: [...keys], limit: rowsMax };
	const totals = await store.rows<{ key: string; uses: number }>(
		actor.workspaceId,
		'use-totals',
		params,
	);
	for (const { key, uses } of totals) groups.set(key, { count: uses, list: [] });
	if (totals.length === 0) return groups;
	for (const row of await store.rows<UseRow>(actor.workspaceId, 'distinct-uses', {
		...params,
		keys: totals.map(({ key }) => key),
	})) {
		const list = groups.get(row.key)?.list;
		if (list !== undefined && list.length < eachMax) list.push(usageOfRow(row));
	}
	return groups;
}
