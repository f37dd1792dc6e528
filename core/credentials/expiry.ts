import type { AssessedCredential } from './assessed.ts';
import { dateOf } from './findings/check.ts';
import { entryOf } from './row.ts';
import type { ExpiryEntry, ExpiryView } from './views.ts';

const listMax = 1_000;
const soonDays = 14;
const horizonDays = 90;

const byEnd = (a: ExpiryEntry, b: ExpiryEntry): number =>
	(a.expiresAt ?? '').localeCompare(b.expiresAt ?? '') || a.id.localeCompare(b.id);
const byAge = (a: ExpiryEntry, b: ExpiryEntry): number =>
	(a.issuedAt ?? '9').localeCompare(b.issuedAt ?? '9') || a.id.localeCompare(b.id);

/** When credentials end: by day for the next 90, those that never do beside them. Without revoked ones. */
export function expiryView(all: readonly AssessedCredential[], now: string): ExpiryView {
	const live = all.filter(({ credential }) => credential.status !== 'revoked');
	const entries = live.map((assessed) => ({ assessed, entry: entryOf(assessed, now) }));
	const ended = entries.filter(({ entry }) => entry.expiresAt !== null && entry.expiresAt <= now);
	const isUsed = ({ findings }: AssessedCredential) =>
		findings.some(({ kind }) => kind === 'expired-but-used');
	const expiredButUsed = ended.filter(({ assessed }) => isUsed(assessed)).map(({ entry }) => entry);
	const expired = ended.filter(({ assessed }) => !isUsed(assessed)).map(({ entry }) => entry);
	const future = entries
		.map(({ entry }) => entry)
		.filter((entry) => entry.expiresAt !== null && entry.expiresAt > now)
		.sort(byEnd);
	const within = (days: number) => future.filter((entry) => (entry.expiresInDays ?? 0) <= days);
	const never = entries
		.filter(({ assessed }) => assessed.credential.expiresAt.state === 'none')
		.map(({ entry }) => entry)
		.sort(byAge);
	const soon = within(horizonDays);
	const unknown = live.filter(({ credential }) => credential.expiresAt.state === 'unknown').length;
	return {
		now,
		expiredButUsed: expiredButUsed.sort(byEnd).slice(0, listMax),
		expired: expired.sort(byEnd).slice(0, listMax),
		days: daysOf(soon.slice(0, listMax)),
		neverExpires: never.slice(0, listMax),
		counts: {
			total: live.length,
			expired: expired.length,
			expiredButUsed: expiredButUsed.length,
			in14Days: within(soonDays).length,
			in90Days: soon.length,
			later: future.length - soon.length,
			neverExpires: never.length,
			unknown,
		},
		truncated: [expired, expiredButUsed, soon, never].some((list) => list.length > listMax),
	};
}

function daysOf(entries: readonly ExpiryEntry[]): ExpiryView['days'] {
	const days = new Map<string, ExpiryEntry[]>();
	for (const entry of entries) {
		if (entry.expiresAt === null) continue;
		const date = dateOf(entry.expiresAt);
		const of = days.get(date);
		if (of === undefined) days.set(date, [entry]);
		else of.push(entry);
	}
	return [...days].map(([date, credentials]) => ({ date, credentials }));
}
