import type { Fact } from '../fact.ts';
import { levelOfScopes, levelRank } from '../levels.ts';
import { latest } from '../merge.ts';
import { type Check, dateOf, daysBetween, finding, type Known } from './check.ts';

/** The last use that the provider tells or that a log shows. */
export function lastUse({ credential, uses }: Pick<Known, 'credential' | 'uses'>): Fact<string> {
	return uses.reduce<Fact<string>>(
		(last, { at }) => (at === null ? last : latest(last, { state: 'value', value: at })),
		credential.lastUsedAt,
	);
}

export const neverExpires: Check = ({ credential, policy }) => {
	if (!policy.expiryRequired || credential.expiresAt.state !== 'none') return null;
	const level = levelOfScopes(credential.scopes);
	const isGrave = level !== null && levelRank(level) >= levelRank('admin');
	return finding(
		'never-expires',
		isGrave ? 'high' : 'medium',
		'Never expires',
		isGrave
			? 'It has no end, and it can change rights or destroy: whoever finds it can, for as long as nobody revokes it.'
			: 'It has no end: whoever finds it can use it for as long as nobody revokes it.',
		credential.storedAt,
		'Replace it by one that expires within the policy, best by one issued for the task.',
	);
};

export const lifetimeOverPolicy: Check = ({ credential, policy }) => {
	if (credential.issuedAt === null || credential.expiresAt.state !== 'value') return null;
	const days = daysBetween(credential.issuedAt, credential.expiresAt.value);
	const daysMax = policy.lifetimeDaysMax;
	if (days <= daysMax) return null;
	return finding(
		'lifetime-over-policy',
		'medium',
		'Lives longer than the policy allows',
		`It was issued for ${days} days; the policy allows ${daysMax}.`,
		[],
		'Issue it anew with a shorter lifetime.',
	);
};

export const expiredButUsed: Check = (known) => {
	const { credential, now, uses } = known;
	const { expiresAt } = credential;
	if (expiresAt.state !== 'value' || expiresAt.value > now) return null;
	const last = lastUse(known);
	if (last.state !== 'value' || last.value <= expiresAt.value) return null;
	const after = uses.filter(
		({ at, outcome }) => at !== null && at > expiresAt.value && outcome !== 'denied',
	);
	if (after.length === 0 && credential.lastUsedAt.state !== 'value') return null;
	return finding(
		'expired-but-used',
		'critical',
		'Expired, and still used',
		`It expired on ${dateOf(expiresAt.value)} and was used on ${dateOf(last.value)}: its end is not enforced, or the inventory is wrong.`,
		after.map((use) => use.eventId),
		'Revoke it at its provider, and look at what the later uses did.',
	);
};

export const usedAfterRevocation: Check = ({ credential, uses }) => {
	const { revokedAt } = credential;
	if (revokedAt === null) return null;
	const after = uses.filter(
		({ at, outcome }) => at !== null && isAfter(at, revokedAt) && outcome !== 'denied',
	);
	const told =
		credential.lastUsedAt.state === 'value' && isAfter(credential.lastUsedAt.value, revokedAt)
			? credential.lastUsedAt.value
			: null;
	const last = [...after.flatMap(({ at }) => at ?? []), ...(told === null ? [] : [told])]
		.sort()
		.at(-1);
	if (last === undefined) return null;
	return finding(
		'used-after-revocation',
		'critical',
		'Revoked, and used afterwards',
		`It was revoked on ${dateOf(revokedAt)} and was used on ${dateOf(last)}${after.length > 1 ? `, in ${after.length} known acts` : ''}: the revocation did not take hold, or another copy of it still opens.`,
		after.map(({ eventId }) => eventId),
		'Revoke it at its provider again and see that a call with it is refused; look at what the later uses did.',
	);
};

const isAfter = (time: string, than: string): boolean => Date.parse(time) > Date.parse(than);

export const expiring: Check = ({ credential, policy, now }) => {
	if (credential.expiresAt.state !== 'value' || credential.expiresAt.value <= now) return null;
	const days = daysBetween(now, credential.expiresAt.value);
	if (days > policy.expiringDays) return null;
	return finding(
		'expiring',
		'low',
		'Expires soon',
		`It expires in ${days} days, on ${dateOf(credential.expiresAt.value)}.`,
		[],
		'Rotate it before its end, or let it end where nothing needs it.',
	);
};

export const unused: Check = (known) => {
	const { credential, policy, now } = known;
	const last = lastUse(known);
	if (last.state === 'unknown') return null;
	const since = last.state === 'value' ? last.value : credential.issuedAt;
	if (since === null) return null;
	const days = daysBetween(since, now);
	if (days <= policy.unusedDaysMax) return null;
	return finding(
		'unused',
		'medium',
		`Unused for over ${policy.unusedDaysMax} days`,
		last.state === 'value'
			? `Its last use was ${days} days ago, on ${dateOf(last.value)}.`
			: `Its provider says that it was never used since it was issued on ${dateOf(since)}.`,
		[],
		'Revoke it; nothing that runs needs it.',
	);
};

/** They hold rights, and no secret that could be rotated. */
const principals = new Set(['aws-iam-user', 'aws-iam-role', 'github-app-installation']);

export const notRotated: Check = ({ credential, policy, now }) => {
	const since = credential.lastRotatedAt ?? credential.issuedAt;
	if (since === null || principals.has(credential.kind)) return null;
	const days = daysBetween(since, now);
	if (days <= policy.rotationDaysMax) return null;
	const word = credential.lastRotatedAt === null ? 'It was issued' : 'It was last rotated';
	return finding(
		'not-rotated',
		'medium',
		`Not rotated for over ${policy.rotationDaysMax} days`,
		`${word} ${days} days ago, on ${dateOf(since)}; the policy asks for rotation every ${policy.rotationDaysMax} days.`,
		[],
		'Rotate it, and let a machine do so from now on.',
	);
};
