import type { InventoryResource } from '../incidents/inventory.ts';
import type { AssessedCredential } from './assessed.ts';
import type { CredentialSighting, CredentialUse } from './credential.ts';
import { recommend } from './narrower/recommendation.ts';
import { destroyableWithCopies, reachOf } from './reach.ts';
import { rowOf } from './row.ts';
import { usedScopes } from './used-scopes.ts';
import type { CredentialDetail, LifecycleStep } from './views.ts';

const stepsMax = 200;
const markTitles = { rotated: 'Rotated', revoked: 'Revoked', reinstated: 'Reinstated' } as const;

/** One credential with all that its page shows. */
export function detailOf(
	assessed: AssessedCredential,
	latest: {
		readonly sightings: readonly CredentialSighting[];
		readonly uses: readonly CredentialUse[];
	},
	resources: readonly InventoryResource[],
	now: string,
): CredentialDetail {
	const { credential, sightings, uses, findings } = assessed;
	const reach = reachOf(credential, resources);
	const data = reach.filter(({ copyOf }) => copyOf === null);
	const [worst] = destroyableWithCopies(reach, resources);
	return {
		...rowOf(assessed, now),
		fingerprints: credential.fingerprints,
		purpose: credential.purpose,
		note: assessed.note,
		revokedAt: credential.revokedAt,
		marks: assessed.marks,
		mergedIds: assessed.mergedIds,
		grantedScopes: credential.scopes,
		scopesUnread: credential.scopesUnread,
		narrower: recommend(credential, uses),
		usedScopes: usedScopes(credential, uses),
		allFindings: findings,
		excepted: assessed.excepted,
		latestSightings: latest.sightings,
		latestUses: latest.uses,
		runIds: [...new Set([...sightings, ...uses].flatMap(({ runId }) => runId ?? []))],
		lifecycle: lifecycleOf(assessed, now),
		reach,
		survivingCopies:
			worst?.surviving.length ??
			(data.length === 0
				? null
				: resources.filter((each) => data.some(({ id }) => id === each.copyOf)).length),
	};
}

function lifecycleOf(
	{ credential, sightings, uses, marks }: AssessedCredential,
	now: string,
): LifecycleStep[] {
	const at = (
		time: string | null,
		kind: LifecycleStep['kind'],
		title: string,
		event: { eventId: string; runId: string | null } | null = null,
	): LifecycleStep[] =>
		time === null
			? []
			: [{ at: time, kind, title, eventId: event?.eventId ?? null, runId: event?.runId ?? null }];
	const end = credential.expiresAt.state === 'value' ? credential.expiresAt.value : null;
	return [
		...at(credential.issuedAt, 'issued', 'Issued'),
		...(marks.some((mark) => mark.kind === 'rotated' && mark.at === credential.lastRotatedAt)
			? []
			: at(credential.lastRotatedAt, 'rotated', 'Rotated')),
		...marks.flatMap((mark) => at(mark.at, mark.kind, `${markTitles[mark.kind]} by ${mark.by}`)),
		...sightings.flatMap((each) => at(each.at, 'seen', `Seen in ${each.file ?? each.place}`, each)),
		...uses.flatMap((each) => at(each.at, 'used', `Used for ${each.operation}`, each)),
		...at(end, end !== null && end <= now ? 'expired' : 'expires', 'Expires'),
	]
		.sort((a, b) => a.at.localeCompare(b.at))
		.slice(-stepsMax);
}
