import { type Actor, may } from '@/core/access/permissions.ts';
import type { Fact, FactState } from '@/core/credentials/fact.ts';
import { daysBetween } from '@/core/credentials/findings/check.ts';
import { kindTitle } from '@/core/credentials/imports/kinds.ts';
import type { ExpiryEntry, ExpiryView } from '@/core/credentials/views.ts';
import { grouped } from '@/core/grouped.ts';
import { type Environment, severities } from '@/core/incidents/document.ts';
import { ok, type Result } from '@/core/result.ts';
import { installation } from '@/server/installation/installation.ts';
import { freshen } from './assess.ts';
import { minuteOf, ofRows } from './rows.ts';

const dayMicros = 86_400_000_000;
const soonDays = 14;
const horizonDays = 90;
/** Entries of one list; the counts beside it are whole. */
const listMax = 300;
const daysMax = horizonDays + 2;

interface Ends {
	readonly total: number;
	readonly expired_but_used: number;
	readonly expired: number;
	readonly soon: number;
	readonly horizon: number;
	readonly later: number;
	readonly never: number;
	readonly unknown: number;
}
const noEnds: Ends = {
	total: 0,
	expired_but_used: 0,
	expired: 0,
	soon: 0,
	horizon: 0,
	later: 0,
	never: 0,
	unknown: 0,
};

const lists = ['used', 'ended', 'ahead', 'never'] as const;

interface EntryRow {
	readonly list: (typeof lists)[number];
	readonly id: string;
	readonly title: string;
	readonly kind: string;
	readonly provider: string;
	readonly owner_state: FactState;
	readonly owner: string;
	readonly environments: readonly Environment[];
	readonly expiry_state: FactState;
	readonly expires_micros: number;
	readonly issued_micros: number;
	readonly used_state: FactState;
	readonly used_micros: number;
	readonly severity: number;
}

const timeOf = (micros: number): string => new Date(micros / 1_000).toISOString();

function entryOf(row: EntryRow, now: string): ExpiryEntry {
	const fact = (state: FactState, value: () => string): Fact<string> =>
		state === 'value' ? { state, value: value() } : { state };
	const expiresAt = row.expiry_state === 'value' ? timeOf(row.expires_micros) : null;
	const issuedAt = row.issued_micros === 0 ? null : timeOf(row.issued_micros);
	return {
		id: row.id,
		title: row.title,
		kind: row.kind,
		kindTitle: kindTitle(row.kind),
		provider: row.provider,
		owner: fact(row.owner_state, () => row.owner),
		environments: row.environments,
		expiresAt,
		expiresInDays: expiresAt === null ? null : daysBetween(now, expiresAt),
		issuedAt,
		ageDays: issuedAt === null ? null : daysBetween(issuedAt, now),
		lastUsedAt: fact(row.used_state, () => timeOf(row.used_micros)),
		severity: severities[row.severity] ?? null,
	};
}

/** When credentials end: by day for the next 90, those that never do beside them. Without revoked ones. */
export async function credentialExpiry(actor: Actor): Promise<Result<ExpiryView>> {
	const at = new Date();
	const now = at.toISOString();
	if (!may(actor, 'credentials.read')) return ok(viewOf(now, noEnds, [], [], [], [], []));
	await freshen(actor, at);
	const minute = minuteOf(at);
	const { ends, days, rows } = await ofRows(actor, `expiry ${minute.getTime()}`, () =>
		readEnds(actor, minute),
	);
	const [used, expired, soon, never] = lists.map((list) =>
		rows.filter((row) => row.list === list).map((row) => entryOf(row, now)),
	) as [ExpiryEntry[], ExpiryEntry[], ExpiryEntry[], ExpiryEntry[]];
	return ok(viewOf(now, ends, days, used, expired, soon, never));
}

async function readEnds(actor: Actor, at: Date) {
	const store = installation().events.credentials;
	const { workspaceId } = actor;
	const now = at.getTime() * 1_000;
	// Whole days: what ends in 14 days and an hour ends in 14 days.
	const horizon = now + (horizonDays + 1) * dayMicros;
	const [ends, days, rows] = await Promise.all([
		store.rows<Ends>(workspaceId, 'credential-ends', {
			now,
			soon: now + (soonDays + 1) * dayMicros,
			horizon,
		}),
		store.rows<{ day: string; credentials: number }>(workspaceId, 'credential-days', {
			now,
			horizon,
			limit: daysMax,
		}),
		store.rows<EntryRow>(workspaceId, 'credential-expiring', {
			now,
			horizon,
			limit: listMax,
			rows: listMax * lists.length,
		}),
	]);
	return { ends: ends[0] ?? noEnds, days, rows };
}

function viewOf(
	now: string,
	ends: Ends,
	days: readonly { readonly day: string; readonly credentials: number }[],
	expiredButUsed: readonly ExpiryEntry[],
	expired: readonly ExpiryEntry[],
	soon: readonly ExpiryEntry[],
	neverExpires: readonly ExpiryEntry[],
): ExpiryView {
	const byDay = grouped(soon, ({ expiresAt }) => (expiresAt ?? '').slice(0, 10));
	return {
		now,
		expiredButUsed,
		expired,
		days: days.map(({ day, credentials }) => ({
			date: day,
			count: credentials,
			credentials: byDay.get(day) ?? [],
		})),
		neverExpires,
		counts: {
			total: ends.total,
			expired: ends.expired,
			expiredButUsed: ends.expired_but_used,
			in14Days: ends.soon,
			in90Days: ends.horizon,
			later: ends.later,
			neverExpires: ends.never,
			unknown: ends.unknown,
		},
		truncated: [
			[expiredButUsed, ends.expired_but_used],
			[expired, ends.expired],
			[soon, ends.horizon],
			[neverExpires, ends.never],
		].some(([list, count]) => (list as readonly unknown[]).length < (count as number)),
	};
}
