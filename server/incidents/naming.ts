import { type Actor, may } from '@/core/access/permissions.ts';
import { type Severity, severities } from '@/core/incidents/document.ts';
import { installation } from '@/server/installation/installation.ts';
import { numberText } from './records.ts';

/** An incident as what it names refers to it. */
export interface IncidentReference {
	readonly number: string;
	readonly title: string;
	readonly severity: Severity;
}

const referencesMax = 50;

/** Incidents that name a credential by one of its fingerprints, newest first. Who may not read sees none. */
export async function incidentsNamingCredential(
	actor: Actor,
	fingerprints: readonly string[],
): Promise<readonly IncidentReference[]> {
	if (!may(actor, 'incidents.read') || fingerprints.length === 0) return [];
	const rows = await installation().records.database.$queryRaw<
		{ number: number; title: string; severity: string }[]
	>`
		SELECT number, title, severity FROM "Incident"
		WHERE "workspaceId" = ${actor.workspaceId}
		  AND EXISTS (
		    SELECT 1 FROM jsonb_array_elements(document -> 'credentials') AS credential
		    WHERE credential ->> 'fingerprint' = ANY(${fingerprints})
		  )
		ORDER BY number DESC LIMIT ${referencesMax}`;
	return rows.flatMap(({ number, title, severity }) => {
		const known = severities.find((each) => each === severity);
		return known === undefined ? [] : [{ number: numberText(number), title, severity: known }];
	});
}
