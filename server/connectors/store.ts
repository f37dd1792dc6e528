import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Keys } from '@/server/installation/keys.ts';
import { seal, unseal } from '@/server/installation/seal.ts';
import type { Connector } from '@/server/records/generated/client.ts';
import {
	type ConnectorSetup,
	type ConnectorView,
	type connectorChangeSchema,
	connectorSetupSchema,
	type NewConnector,
} from './connector.ts';

const connectorsMax = 100;
const sinceDaysDefault = 7;

const aboutOf = (workspaceId: string, id: string): string => `${workspaceId}/${id}`;

/** Adds a connector. Its credential is encrypted at once and never shown again. */
export async function addConnector(
	actor: Actor,
	wanted: NewConnector,
	now: Date,
): Promise<Result<ConnectorView>> {
	if (!may(actor, 'sources.write'))
		return fail<Failure>(failure('forbidden', 'your role does not allow adding connectors'));
	const { records, keys } = installation();
	const { workspaceId } = actor;
	if ((await records.database.connector.count({ where: { workspaceId } })) >= connectorsMax)
		return fail<Failure>(failure('conflict', `there may be ${connectorsMax} connectors`));
	const id = `con_${randomUUID()}`;
	const plain = Buffer.from(JSON.stringify(wanted.credential), 'utf8');
	const row = await records.database.connector.create({
		data: {
			workspaceId,
			id,
			kind: wanted.kind,
			name: wanted.name,
			settings: wanted.settings,
			sealedCredential: new Uint8Array(
				seal(keys.sealingKey('connectors'), plain, aboutOf(workspaceId, id)),
			),
			everySeconds: wanted.everySeconds,
			since:
				wanted.since === undefined
					? new Date(now.getTime() - sinceDaysDefault * 86_400_000)
					: new Date(wanted.since),
			nextRunAt: now,
			createdBy: actor.id,
		},
	});
	await recordAudit(actor, 'connector.added', id, { kind: wanted.kind, name: wanted.name });
	return ok(viewOf(row));
}

export async function listConnectors(actor: Actor): Promise<Result<ConnectorView[]>> {
	if (!may(actor, 'sources.read')) return ok([]);
	const rows = await installation().records.database.connector.findMany({
		where: { workspaceId: actor.workspaceId },
		orderBy: { createdAt: 'asc' },
		take: connectorsMax,
	});
	return ok(rows.map(viewOf));
}

const notThere = (id: string) =>
	fail<Failure>(failure('not-found', `connector ${id} is not there`));

/** Pauses, resumes, or asks for a run now. */
export async function changeConnector(
	actor: Actor,
	id: string,
	change: z.infer<typeof connectorChangeSchema>,
	now: Date,
): Promise<Result<ConnectorView>> {
	if (!may(actor, 'sources.write')) return notThere(id);
	const { database } = installation().records;
	const { workspaceId } = actor;
	const changed = await database.connector.updateMany({
		where: { workspaceId, id },
		data: {
			...(change.paused === undefined ? {} : { isPaused: change.paused }),
			...(change.now === true || change.paused === false ? { nextRunAt: now } : {}),
		},
	});
	const row = await database.connector.findUnique({
		where: { workspaceId_id: { workspaceId, id } },
	});
	if (changed.count === 0 || row === null) return notThere(id);
	await recordAudit(actor, 'connector.changed', id, { ...change });
	return ok(viewOf(row));
}

export async function deleteConnector(actor: Actor, id: string): Promise<Result<null>> {
	const gone = may(actor, 'sources.write')
		? await installation().records.database.connector.deleteMany({
				where: { workspaceId: actor.workspaceId, id },
			})
		: { count: 0 };
	if (gone.count === 0) return notThere(id);
	await recordAudit(actor, 'connector.deleted', id, null);
	return ok(null);
}

/** Null: it was sealed under another installation's key, or is of a shape that is not known. */
export function openSetup(keys: Keys, row: Connector): ConnectorSetup | null {
	const about = aboutOf(row.workspaceId, row.id);
	const plain = unseal(keys.sealingKey('connectors'), row.sealedCredential, about);
	if (plain === null) return null;
	const read = connectorSetupSchema.safeParse({
		kind: row.kind,
		settings: row.settings,
		credential: JSON.parse(plain.toString('utf8')),
	});
	return read.success ? read.data : null;
}

const viewOf = (row: Connector): ConnectorView => ({
	id: row.id,
	kind: row.kind as ConnectorView['kind'],
	name: row.name,
	settings: row.settings as Record<string, unknown>,
	state: row.isPaused
		? 'paused'
		: row.isRunning
			? 'running'
			: row.failure === null
				? 'waiting'
				: 'failing',
	everySeconds: row.everySeconds,
	since: row.since.toISOString(),
	lastRunAt: row.lastRunAt?.toISOString() ?? null,
	lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
	nextRunAt: row.nextRunAt.toISOString(),
	failure: row.failure,
	failures: row.failures,
	note: row.note,
	events: Number(row.events),
	bytes: Number(row.bytes),
});
