import { createHash } from 'node:crypto';
import type { Actor } from '@/core/access/permissions.ts';
import { withDetections } from '@/core/detection/incident-detections.ts';
import { reconstruct } from '@/core/incidents/reconstruct.ts';
import { ok, type Result } from '@/core/result.ts';
import type { ImportExtent } from '@/server/events/port.ts';
import { caseFile } from '@/server/incidents/case-file.ts';
import { storedInventories } from '@/server/incidents/inventories.ts';
import { keepIncidents, runsOfIncidents } from '@/server/incidents/upsert.ts';
import { workspaceHmac } from '@/server/ingest/known-secrets.ts';
import { loadUnderstanding } from '@/server/ingest/reading.ts';
import { installation } from '@/server/installation/installation.ts';
import { loadCedarEngine } from '@/server/parsers/cedar-engine.ts';
import { shippedRulesOf } from '@/server/rules/rule-folder.ts';

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
	const events = await caseFile(actor, { ...extent, runs: [...extent.runs, ...known] });
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
