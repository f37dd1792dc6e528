import type { Known } from './check.ts';
import { lastUse } from './lifetime.ts';

const dayMs = 86_400_000;
/** Nothing known can change before: looked at again all the same. */
const atLatestDays = 365;

/**
 * The next instant (epoch milliseconds) at which a credential's findings can change though nothing
 * new is known of it: it comes near its end, ends, or stays unused or unrotated too long.
 */
export function nextAssessmentMs(
	known: Pick<Known, 'credential' | 'uses' | 'policy' | 'now'>,
): number {
	const { credential, policy } = known;
	const now = Date.parse(known.now);
	const after = (time: string | null, days: number): number[] =>
		time === null ? [] : [Date.parse(time) + days * dayMs];
	const end = credential.expiresAt.state === 'value' ? credential.expiresAt.value : null;
	const last = lastUse(known);
	const used = last.state === 'value' ? last.value : credential.issuedAt;
	return Math.min(
		...[
			...after(end, 0),
			...after(end, -policy.expiringDays),
			...after(used, policy.unusedDaysMax + 1),
			...after(credential.lastRotatedAt ?? credential.issuedAt, policy.rotationDaysMax + 1),
			now + atLatestDays * dayMs,
		].filter((time) => Number.isFinite(time) && time > now),
	);
}
