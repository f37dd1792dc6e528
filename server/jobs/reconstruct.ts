import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { withDetections } from '@/core/detection/incident-detections.ts';
import { parseTime } from '@/core/event/time.ts';
import { type IncidentDocument, severities } from '@/core/incidents/document.ts';
import { reconstruct } from '@/core/incidents/reconstruct.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import type { ImportExtent } from '@/server/events/port.ts';
import { caseFile, casePortions } from '@/server/incidents/case-file.ts';
import { storedInventories } from '@/server/incidents/inventories.ts';
import { keepIncidents, runsOfIncidents } from '@/server/incidents/upsert.ts';
import { workspaceHmac } from '@/server/ingest/known-secrets.ts';
import { loadUnderstanding } from '@/server/ingest/reading.ts';
import { installation } from '@/server/installation/installation.ts';
import { loadCedarEngine } from '@/server/parsers/cedar-engine.ts';
import { rulesInForce } from '@/server/rules/rule-book.ts';

/**
 * Reconstructs what an import touches: its agent runs, the runs that were under way while its
 * provider records were made, and the provider records around them. Keeps the incidents.
 *
 * @param renews also the runs of known incidents: an inventory came that may change what they say
 */
export async function reconstructExtent(
	actor: Actor,
	extent: ImportExtent,
	renews: boolean,
): Promise<Result<{ incidents: number; added: number }>> {
	const known = renews ? await runsOfIncidents(actor) : [];
	const portions = await casePortions(actor, { ...extent, runs: [...extent.runs, ...known] });
	if (!portions.ok) return portions;
	const found = new Map<string, IncidentDocument>();
	const explained = new Set<string>();
	for (const portion of portions.value) {
		const part = await reconstructPortion(actor, portion);
		if (!part.ok) return part;
		// What was read whole comes last and says more.
		for (const incident of part.value.incidents) found.set(incident.id, incident);
		for (const id of part.value.explained) explained.add(id);
		await new Promise(setImmediate);
	}
	// What a run of another portion did is not what only a provider recorded.
	const incidents = [...found.values()]
		.filter(
			({ agents, evidence }) =>
				agents.length > 0 || !evidence.some(({ eventId }) => explained.has(eventId)),
		)
		.sort(
			(a, b) =>
				severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
				(a.window.start ?? '').localeCompare(b.window.start ?? '') ||
				(a.id < b.id ? -1 : 1),
		);
	if (incidents.length === 0) return ok({ incidents: 0, added: 0 });
	const kept = await keepIncidents(actor, incidents);
	return kept.ok ? ok({ incidents: incidents.length, added: kept.value.added }) : kept;
}

/** The incidents of one portion, and the providers' records that its runs explain. */
async function reconstructPortion(
	actor: Actor,
	portion: ImportExtent,
): Promise<Result<{ incidents: readonly IncidentDocument[]; explained: readonly string[] }>> {
	const events = await caseFile(actor, portion);
	if (!events.ok) return events;
	if (events.value.length === 0) return ok({ incidents: [], explained: [] });
	const hmac = workspaceHmac(actor);
	const understanding = await loadUnderstanding();
	const result = reconstruct({
		policyEngine: await loadCedarEngine(),
		events: events.value,
		inventories: await storedInventories(actor),
		understanding,
		digest: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
		tailHash: (length, tail) => hmac(`tail${length}`, tail).slice(0, 20),
	});
	const explained = [...result.joined.byRecord.keys()];
	if (result.incidents.length === 0) return ok({ incidents: [], explained });
	const rules = await rulesInForce(actor);
	return ok({
		incidents: withDetections(result, events.value, understanding, rules),
		explained,
	});
}

/** What a person asks to be reconstructed: runs, events, a time range, or several of them. */
export const selectionSchema = z
	.object({
		/** Ids of agent runs. */
		sessions: z.array(z.string().min(1).max(400)).max(1_000).default([]),
		eventIds: z.array(z.string().min(1).max(100)).max(1_000).default([]),
		/** RFC 3339; both ends belong to the range. Providers' records in it, and the runs under way. */
		from: z.iso.datetime({ offset: true }).optional(),
		to: z.iso.datetime({ offset: true }).optional(),
	})
	.strict()
	.refine((asked) => (asked.from === undefined) === (asked.to === undefined), {
		message: 'give both from and to, or neither',
	})
	.refine(
		(asked) => asked.sessions.length + asked.eventIds.length > 0 || asked.from !== undefined,
		{
			message: 'name sessions, events or a time range',
		},
	);

/** Reconstructs what was selected and keeps the incidents found. */
export async function reconstructSelection(
	actor: Actor,
	selection: z.infer<typeof selectionSchema>,
): Promise<Result<{ incidents: number; added: number }>> {
	if (!may(actor, 'incidents.write'))
		return fail<Failure>(failure('forbidden', 'your role does not allow changing incidents'));
	const named = await installation().events.byIds(actor, selection.eventIds);
	if (!named.ok) return named;
	if (named.value.length < new Set(selection.eventIds).size)
		return fail<Failure>(failure('not-found', 'some of these events are not there'));
	const times = named.value.flatMap((event) =>
		event.record === null || event.time === null ? [] : [event.time as number],
	);
	for (const text of [selection.from, selection.to]) {
		const time = text === undefined ? null : parseTime(text);
		if (time !== null) times.push(time);
	}
	const extent: ImportExtent = {
		runs: [
			...new Set([
				...selection.sessions,
				...named.value.flatMap((event) => (event.run === null ? [] : [event.run.id as string])),
			]),
		],
		providerFrom: times.length === 0 ? null : Math.min(...times),
		providerTo: times.length === 0 ? null : Math.max(...times),
	};
	return reconstructExtent(actor, extent, false);
}
