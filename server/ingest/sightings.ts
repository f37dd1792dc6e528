import type { Actor } from '@/core/access/permissions.ts';
import type { Event } from '@/core/event/event.ts';
import { installation } from '@/server/installation/installation.ts';

/** Places that one credential is noted at; the events themselves hold all of them. */
const sightingsInBatchMax = 5_000;

/** Notes the credentials that the events show, and where. The same event again adds nothing. */
export async function noteSightings(actor: Actor, events: readonly Event[]): Promise<void> {
	const { workspaceId } = actor;
	const credentials = new Map<
		string,
		{ kind: string; first: number | null; last: number | null }
	>();
	const sightings = events.flatMap((event) =>
		event.sightings.map((sighting) => {
			const seen = credentials.get(sighting.fingerprint);
			credentials.set(sighting.fingerprint, {
				kind: seen?.kind ?? sighting.kind,
				first: earlier(seen?.first ?? null, event.time),
				last: later(seen?.last ?? null, event.time),
			});
			return {
				workspaceId,
				credentialId: sighting.fingerprint as string,
				eventId: event.id as string,
				field: sighting.field,
				label: sighting.label,
				timeMicros: event.time === null ? null : BigInt(event.time),
				path: event.origin.path,
			};
		}),
	);
	if (sightings.length === 0) return;
	const { database } = installation().records;
	await database.$transaction(async (records) => {
		await records.credential.createMany({
			data: [...credentials].map(([id, { kind }]) => ({ workspaceId, id, kind })),
			skipDuplicates: true,
		});
		for (const [id, { first, last }] of credentials) {
			await records.$executeRaw`
				UPDATE "Credential" SET
					"firstSeenMicros" = LEAST("firstSeenMicros", ${first === null ? null : BigInt(first)}::bigint),
					"lastSeenMicros" = GREATEST("lastSeenMicros", ${last === null ? null : BigInt(last)}::bigint)
				WHERE "workspaceId" = ${workspaceId} AND id = ${id}`;
		}
		await records.sighting.createMany({
			data: sightings.slice(0, sightingsInBatchMax),
			skipDuplicates: true,
		});
	});
}

const earlier = (a: number | null, b: number | null): number | null =>
	a === null || b === null ? (a ?? b) : Math.min(a, b);
const later = (a: number | null, b: number | null): number | null =>
	a === null || b === null ? (a ?? b) : Math.max(a, b);
