import { type Actor, may } from '@/core/access/permissions.ts';
import { ageKeys, ageTitles } from '@/core/credentials/ages.ts';
import { findingKinds } from '@/core/credentials/finding.ts';
import { findingSeverities, findingTitles } from '@/core/credentials/finding-titles.ts';
import { kindTitle } from '@/core/credentials/imports/kinds.ts';
import { rowAsOf } from '@/core/credentials/row.ts';
import type { TrendFigures } from '@/core/credentials/trend.ts';
import type { CredentialRow, SprawlGroup, SprawlView } from '@/core/credentials/views.ts';
import { ok, type Result } from '@/core/result.ts';
import { installation } from '@/server/installation/installation.ts';
import { freshen } from './assess.ts';
import { orderOf } from './row-filter.ts';
import { minuteOf, ofRows } from './rows.ts';
import { trendOf } from './snapshots.ts';

const duplicatesMax = 100;
const worstMax = 50;
const groupRowsMax = 2_000;

interface GroupRow {
	readonly facet: string;
	readonly key: string;
	readonly credentials: number;
	readonly at_risk: number;
	readonly never_expires: number;
	readonly unowned: number;
	readonly on_disk: number;
	readonly unused: number;
}

interface States {
	readonly total: number;
	readonly owner_value: number;
	readonly owner_none: number;
	readonly expiry_value: number;
	readonly expiry_none: number;
	readonly used_value: number;
	readonly used_none: number;
	readonly scopes_value: number;
	readonly scopes_none: number;
	readonly grants: number;
	readonly grants_unused: number;
	readonly duplicated: number;
}
const noStates: States = {
	total: 0,
	owner_value: 0,
	owner_none: 0,
	expiry_value: 0,
	expiry_none: 0,
	used_value: 0,
	used_none: 0,
	scopes_value: 0,
	scopes_none: 0,
	grants: 0,
	grants_unused: 0,
	duplicated: 0,
};

/** Token sprawl, for managers: how many there are, of what, whose, how old, what is wrong. Without revoked ones. */
export async function credentialSprawl(actor: Actor): Promise<Result<SprawlView>> {
	const at = new Date();
	const now = at.toISOString();
	if (!may(actor, 'credentials.read')) {
		return ok(
			viewOf(now, { states: noStates, groups: [], findings: [], duplicates: [], worst: [] }),
		);
	}
	await freshen(actor, at);
	const minute = minuteOf(at);
	const read = await ofRows(actor, `sprawl ${minute.getTime()}`, () => readSprawl(actor, minute));
	const view = viewOf(now, read);
	return ok({ ...view, trend: await trendOf(actor, at, figuresOf(view)) });
}

/** The figures of this moment, as a day's snapshot keeps them. */
export async function currentFigures(actor: Actor, at: Date): Promise<TrendFigures> {
	const read = await readSprawl(actor, at);
	return figuresOf(viewOf(at.toISOString(), read));
}

const ownersKept = 100;

const figuresOf = (view: SprawlView): TrendFigures => ({
	total: view.total,
	grants: view.grants.total,
	grantsUnused: view.grants.unused,
	duplicated: view.duplicated,
	findings: Object.fromEntries(view.findings.map(({ kind, count }) => [kind, count])),
	owners: Object.fromEntries(
		view.byOwner.slice(0, ownersKept).map(({ key, count }) => [key, count]),
	),
});

interface Read {
	readonly states: States;
	readonly groups: readonly GroupRow[];
	readonly findings: readonly { readonly finding: string; readonly credentials: number }[];
	readonly duplicates: readonly {
		readonly id: string;
		readonly title: string;
		readonly places: readonly string[];
	}[];
	readonly worst: readonly CredentialRow[];
}

async function readSprawl(actor: Actor, at: Date): Promise<Read> {
	const store = installation().events.credentials;
	const { workspaceId } = actor;
	const now = at.getTime() * 1_000;
	const [states, groups, findings, duplicates, worst] = await Promise.all([
		store.rows<States>(workspaceId, 'credential-states', {}),
		store.rows<GroupRow>(workspaceId, 'credential-groups', { now, limit: groupRowsMax }),
		store.rows<Read['findings'][number]>(workspaceId, 'credential-findings', {
			limit: findingKinds.length,
		}),
		store.rows<Read['duplicates'][number]>(workspaceId, 'credential-duplicates', {
			limit: duplicatesMax,
		}),
		store.rows<{ id: string }>(
			workspaceId,
			'credential-list',
			{ limit: worstMax },
			{ ...orderOf('risk', null).own, filters: "AND status != 'revoked' AND notEmpty(findings)" },
		),
	]);
	return {
		states: states[0] ?? noStates,
		groups,
		findings,
		duplicates,
		worst: (
			await store.faces(
				workspaceId,
				worst.map(({ id }) => id),
			)
		).map((row) => rowAsOf(row, at.toISOString())),
	};
}

function viewOf(now: string, { states, groups, findings, duplicates, worst }: Read): SprawlView {
	const facet = (name: string, title: (key: string) => string = (key) => key): SprawlGroup[] =>
		groups
			.filter((row) => row.facet === name)
			.map((row) => ({
				key: row.key,
				title: title(row.key),
				count: row.credentials,
				atRisk: row.at_risk,
				neverExpires: row.never_expires,
				unowned: row.unowned,
				onDisk: row.on_disk,
				unused: row.unused,
			}));
	const counts = new Map(findings.map(({ finding, credentials }) => [finding, credentials]));
	const ages = facet('age', (key) => ageTitles[key] ?? key);
	return {
		now,
		total: states.total,
		grants: { total: states.grants, unused: states.grants_unused },
		duplicated: states.duplicated,
		trend: [],
		findings: findingKinds.flatMap((kind) => {
			const count = counts.get(kind) ?? 0;
			return count === 0
				? []
				: [
						{
							key: kind,
							kind,
							title: findingTitles[kind],
							count,
							severity: findingSeverities[kind],
						},
					];
		}),
		byProvider: facet('provider'),
		byKind: facet('kind', kindTitle),
		byOwner: facet('owner', (key) => (key === 'none' ? 'nobody' : key)),
		byEnvironment: facet('environment'),
		byAge: ageKeys.flatMap((key) => ages.find((each) => each.key === key) ?? []),
		known: {
			owner: knownOf(states.total, states.owner_value, states.owner_none),
			expiresAt: knownOf(states.total, states.expiry_value, states.expiry_none),
			lastUsedAt: knownOf(states.total, states.used_value, states.used_none),
			scopes: knownOf(states.total, states.scopes_value, states.scopes_none),
		},
		duplicates,
		worst,
	};
}

const knownOf = (total: number, value: number, none: number) => ({
	value,
	none,
	unknown: total - value - none,
});
