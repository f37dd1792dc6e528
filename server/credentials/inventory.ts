import type { Actor } from '@/core/access/permissions.ts';
import {
	type AssessedCredential,
	type ManualFacts,
	withManual,
} from '@/core/credentials/assessed.ts';
import type { CredentialSighting, CredentialUse } from '@/core/credentials/credential.ts';
import { assess } from '@/core/credentials/findings/assess.ts';
import { bySeverity } from '@/core/credentials/order.ts';
import { defaultPolicy } from '@/core/credentials/policy.ts';
import { epochMicros, formatTimeOrNull } from '@/core/event/time.ts';
import type { Environment } from '@/core/incidents/document.ts';
import { type InventoryResource, mergeInventories } from '@/core/incidents/inventory.ts';
import { storedInventories } from '@/server/incidents/inventories.ts';
import { installation } from '@/server/installation/installation.ts';
import { credentialOfRow } from './keep.ts';
import { revisionName } from './write.ts';

/** The workspace's inventory, assessed for one hour. */
export interface AssessedInventory {
	/** Gravest first. */
	readonly credentials: readonly AssessedCredential[];
	readonly byId: ReadonlyMap<string, AssessedCredential>;
	readonly resources: readonly InventoryResource[];
	/** RFC 3339. */
	readonly now: string;
}

interface Remembered {
	readonly revision: number;
	readonly hour: number;
	readonly inventory: AssessedInventory;
}

const hourMs = 3_600_000;
const credentialsMax = 200_000;
/** Distinct sightings and uses of one credential that its assessment looks at. */
const eachMax = 200;
const workspacesRemembered = 20;

/** What was made from one revision stays right until the next one, or until the hour is over. */
const remembered = new Map<string, Remembered>();

/** The inventory of the actor's workspace; the caller has checked that the actor may read it. */
export async function assessedInventory(actor: Actor, at = new Date()): Promise<AssessedInventory> {
	const { workspaceId } = actor;
	const revision = await revisionOf(workspaceId);
	const hour = Math.floor(at.getTime() / hourMs);
	const key = `${installation().settings.dataFolder}\0${workspaceId}`;
	const before = remembered.get(key);
	if (before !== undefined && before.revision === revision && before.hour === hour) {
		return before.inventory;
	}
	const inventory = await load(actor, at.toISOString());
	remembered.delete(key);
	remembered.set(key, { revision, hour, inventory });
	const [oldest] = remembered.keys();
	if (remembered.size > workspacesRemembered && oldest !== undefined) remembered.delete(oldest);
	return inventory;
}

async function revisionOf(workspaceId: string): Promise<number> {
	const row = await installation().records.database.counter.findUnique({
		where: { workspaceId_name: { workspaceId, name: revisionName } },
	});
	return row?.value ?? 0;
}

async function load(actor: Actor, now: string): Promise<AssessedInventory> {
	const { workspaceId } = actor;
	const { database } = installation().records;
	const rows = await database.credential.findMany({
		where: { workspaceId },
		select: { id: true, kind: true, provider: true, document: true, manual: true },
		orderBy: { id: 'asc' },
		take: credentialsMax,
	});
	const { resources } = mergeInventories(await storedInventories(actor));
	const sightings = grouped(await distinctSightings(workspaceId), sightingOfRow);
	const uses = grouped(await distinctUses(workspaceId), usageOfRow);
	const credentials = rows
		.map((row): AssessedCredential => {
			const manual = row.manual as ManualFacts;
			const credential = withManual(credentialOfRow(row), manual);
			const seen = sightings.get(row.id) ?? { count: 0, list: [] };
			const used = uses.get(row.id) ?? { count: 0, list: [] };
			const known = { credential, sightings: seen.list, uses: used.list };
			return {
				id: row.id,
				note: manual.note ?? null,
				...known,
				sightingCount: seen.count,
				useCount: used.count,
				findings: assess({ ...known, resources, policy: defaultPolicy, now }),
			};
		})
		.sort(bySeverity);
	return { credentials, byId: new Map(credentials.map((each) => [each.id, each])), resources, now };
}

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

export interface UseRow {
	readonly credentialId: string;
	readonly eventId: string;
	readonly timeMicros: bigint | null;
	readonly provider: string;
	readonly operation: string;
	readonly actionClass: string | null;
	readonly outcome: string;
	readonly environment: string;
	readonly resources: string[];
	readonly runId: string | null;
	readonly machine: string | null;
	readonly principal: string | null;
	readonly sourceAddress: string | null;
	readonly runEnvironment: string;
}

type Counted<T> = T & { readonly count: bigint; readonly all: bigint };

/** One sighting of each place, file, run and machine, the latest, with how many there are in all. */
const distinctSightings = (workspaceId: string) =>
	installation().records.database.$queryRaw<Counted<SightingRow>[]>`
		SELECT * FROM (
			SELECT s.*, count(*) OVER (PARTITION BY "credentialId", place, file, "runId", machine, person) AS count,
				count(*) OVER (PARTITION BY "credentialId") AS all,
				row_number() OVER (PARTITION BY "credentialId", place, file, "runId", machine, person
					ORDER BY "timeMicros" DESC NULLS LAST, "eventId") AS n
			FROM "Sighting" s WHERE "workspaceId" = ${workspaceId}
		) each WHERE n = 1 ORDER BY "credentialId", "timeMicros" DESC NULLS LAST`;

/** One use of each operation, environment, run, machine and address, the latest. */
const distinctUses = (workspaceId: string) =>
	installation().records.database.$queryRaw<Counted<UseRow>[]>`
		SELECT * FROM (
			SELECT u.*, count(*) OVER (PARTITION BY "credentialId") AS all, 0::bigint AS count,
				row_number() OVER (PARTITION BY "credentialId", operation, environment, outcome, "runId",
					machine, "sourceAddress" ORDER BY "timeMicros" DESC NULLS LAST, "eventId") AS n
			FROM "CredentialUse" u WHERE "workspaceId" = ${workspaceId}
		) each WHERE n = 1 ORDER BY "credentialId", "timeMicros" DESC NULLS LAST`;

function grouped<Row extends { credentialId: string }, T>(
	rows: readonly Counted<Row>[],
	read: (row: Row) => T,
): Map<string, { count: number; list: T[] }> {
	const groups = new Map<string, { count: number; list: T[] }>();
	for (const row of rows) {
		const group = groups.get(row.credentialId) ?? { count: Number(row.all), list: [] };
		if (group.list.length < eachMax) group.list.push(read(row));
		groups.set(row.credentialId, group);
	}
	return groups;
}

const timeOf = (micros: bigint | null): string | null =>
	formatTimeOrNull(micros === null ? null : epochMicros(Number(micros)));

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
	at: timeOf(row.timeMicros),
	source: row.path,
});

export const usageOfRow = (row: UseRow): CredentialUse => ({
	eventId: row.eventId,
	at: timeOf(row.timeMicros),
	provider: row.provider,
	operation: row.operation,
	actionClass: row.actionClass,
	outcome: row.outcome,
	environment: row.environment as Environment,
	resources: row.resources,
	runId: row.runId,
	machine: row.machine,
	principal: row.principal,
	sourceAddress: row.sourceAddress,
	runEnvironment: row.runEnvironment as Environment,
});
