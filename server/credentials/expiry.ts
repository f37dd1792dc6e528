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
import { orderOf } from './row-filter.ts';

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

interface EntryRow {
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
	const store = installation().events.credentials;
	const { workspaceId } = actor;
	const micros = at.getTime() * 1_000;
	// Whole days: what ends in 14 days and an hour ends in 14 days.
	const bounds = {
		now: micros,
		soon: micros + (soonDays + 1) * dayMicros,
		horizon: micros + (horizonDays + 1) * dayMicros,
	};
	const list = async (sort: 'expiry' | '-age', filters: string, limit = listMax) => {
		const { own } = orderOf(sort, null);
		const rows = await store.rows<EntryRow>(
			workspaceId,
			'credential-entries',
			{ ...bounds, limit },
			{ ...own, filters: `AND status != 'revoked' AND ${filters}` },
		);
		return rows.map((row) => entryOf(row, now));
	};
	const ended = "expiry_state = 'value' AND expires_micros <= {now:Int64}";
	const isUsed = "has(findings, 'expired-but-used')";
	const within =
		"expiry_state = 'value' AND expires_micros > {now:Int64} AND expires_micros < {horizon:Int64}";
	const [ends, days, used, expired, soon, never] = await Promise.all([
		store.rows<Ends>(workspaceId, 'credential-ends', bounds),
		store.rows<{ day: string; credentials: number }>(workspaceId, 'credential-days', {
			...bounds,
			limit: daysMax,
		}),
		list('expiry', `${ended} AND ${isUsed}`),
		list('expiry', `${ended} AND NOT ${isUsed}`),
		list('expiry', within),
		list('-age', "expiry_state = 'none'"),
	]);
	return ok(viewOf(now, ends[0] ?? noEnds, days, used, expired, soon, never));
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
