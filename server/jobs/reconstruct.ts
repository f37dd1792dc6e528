import { createHash } from 'node:crypto';
import type { Actor } from '@/core/access/permissions.ts';
import { withDetections } from '@/core/detection/incident-detections.ts';
import type { Event } from '@/core/event/event.ts';
import { type EpochMicros, epochMicros } from '@/core/event/time.ts';
import { reconstruct } from '@/core/incidents/reconstruct.ts';
import { ok, type Result } from '@/core/result.ts';
import type { ImportExtent } from '@/server/events/port.ts';
import { storedInventories } from '@/server/incidents/inventories.ts';
import { keepIncidents, runsOfIncidents } from '@/server/incidents/upsert.ts';
import { workspaceHmac } from '@/server/ingest/known-secrets.ts';
import { loadUnderstanding } from '@/server/ingest/reading.ts';
import { installation } from '@/server/installation/installation.ts';
import { loadCedarEngine } from '@/server/parsers/cedar-engine.ts';
import { shippedRulesOf } from '@/server/rules/rule-folder.ts';

/** Events that one reconstruction looks at: runs first, then what providers recorded around them. */
const runEventsMax = 100_000;
const recordsMax = 50_000;
/** Records beside runs whose times are unknown. */
const recentRecordsMax = 5_000;
const runsMax = 5_000;
const hourMicros = 3_600_000_000;
/** Clocks differ, and a record may be delivered under a later time than the act. */
const beforeMicros = hourMicros;
const afterMicros = 24 * hourMicros;

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
	const events = await gather(actor, { ...extent, runs: [...extent.runs, ...known] });
	if (!events.ok) return events;
	if (events.value.length === 0) return ok({ incidents: 0, added: 0 });
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
	const incidents =
		result.incidents.length === 0
			? []
			: withDetections(
					result,
					events.value,
					understanding,
					await shippedRulesOf(installation().settings.home),
				);
	const kept = await keepIncidents(actor, incidents);
	return kept.ok ? ok({ incidents: incidents.length, added: kept.value.added }) : kept;
}

async function gather(actor: Actor, extent: ImportExtent): Promise<Result<Event[]>> {
	const { events } = installation();
	const runs = new Set(extent.runs);
	if (extent.providerFrom !== null && extent.providerTo !== null) {
		const around = await events.runsBetween(
			actor,
			shifted(extent.providerFrom, -afterMicros),
			shifted(extent.providerTo, beforeMicros),
			runsMax,
		);
		if (!around.ok) return around;
		for (const run of around.value) runs.add(run);
	}
	const ofRuns = await events.ofRuns(actor, [...runs], runEventsMax);
	if (!ofRuns.ok) return ofRuns;
	const range = timeRange(ofRuns.value, extent);
	if (range === null) {
		const recent =
			runs.size === 0 ? ok([]) : await events.recentProviderRecords(actor, recentRecordsMax);
		return recent.ok ? ok([...ofRuns.value, ...recent.value]) : recent;
	}
	const records = await events.providerRecordsBetween(
		actor,
		shifted(range.from, -beforeMicros),
		shifted(range.to, afterMicros),
		recordsMax,
	);
	return records.ok ? ok([...ofRuns.value, ...records.value]) : records;
}

const shifted = (micros: number, by: number): EpochMicros => epochMicros(Math.max(0, micros + by));

function timeRange(
	events: readonly Event[],
	extent: ImportExtent,
): { from: number; to: number } | null {
	let from = extent.providerFrom ?? Number.POSITIVE_INFINITY;
	let to = extent.providerTo ?? Number.NEGATIVE_INFINITY;
	for (const { time } of events) {
		if (time === null) continue;
		from = Math.min(from, time);
		to = Math.max(to, time);
	}
	return from <= to ? { from, to } : null;
}
