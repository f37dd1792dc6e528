import type { AssessedCredential } from './assessed.ts';
import type { FactState } from './fact.ts';
import { findingKinds } from './finding.ts';
import { findingTitles } from './finding-titles.ts';
import { daysBetween } from './findings/check.ts';
import { filesOf } from './findings/exposure.ts';
import { lastUse } from './findings/lifetime.ts';
import { kindTitle } from './imports/kinds.ts';
import { bySeverity } from './order.ts';
import { rowOf } from './row.ts';
import { titleOf } from './title.ts';
import type { Count, SprawlGroup, SprawlView } from './views.ts';

const duplicatesMax = 100;
const worstMax = 50;

/** How many there are, of what, whose, how old, and what is wrong with them. Without revoked ones. */
export function sprawlView(everything: readonly AssessedCredential[], now: string): SprawlView {
	const all = everything.filter(({ credential }) => credential.status !== 'revoked');
	return {
		now,
		total: all.length,
		findings: findingCounts(all),
		byProvider: groups(all, (each) => [each.credential.provider]),
		byKind: groups(all, (each) => [each.credential.kind], kindTitle),
		byOwner: groups(all, ({ credential: { owner } }) => [
			owner.state === 'value' ? owner.value : ownerWords[owner.state],
		]),
		byEnvironment: groups(all, ({ credential: { environments } }) =>
			environments.length === 0 ? ['unknown'] : environments,
		),
		byAge: ages(all, now),
		known: {
			owner: states(all, (each) => each.credential.owner.state),
			expiresAt: states(all, (each) => each.credential.expiresAt.state),
			lastUsedAt: states(all, (each) => lastUse(each).state),
			scopes: states(all, (each) => each.credential.scopes.state),
		},
		duplicates: duplicates(all),
		worst: [...all]
			.filter(({ findings }) => findings.length > 0)
			.sort(bySeverity)
			.slice(0, worstMax)
			.map((each) => rowOf(each, now)),
	};
}

const ownerWords = { none: 'nobody', unknown: 'unknown' } as const;

export function findingCounts(all: readonly AssessedCredential[]): SprawlView['findings'] {
	return findingKinds.flatMap((kind) => {
		const found = all.flatMap(({ findings }) => findings.find((each) => each.kind === kind) ?? []);
		const [first] = found;
		if (first === undefined) return [];
		return [
			{
				key: kind,
				kind,
				title: findingTitles[kind],
				count: found.length,
				severity: first.severity,
			},
		];
	});
}

function groups(
	all: readonly AssessedCredential[],
	keysOf: (each: AssessedCredential) => readonly string[],
	title: (key: string) => string = (key) => key,
): SprawlGroup[] {
	const found = new Map<string, AssessedCredential[]>();
	for (const each of all)
		for (const key of keysOf(each)) {
			const of = found.get(key);
			if (of === undefined) found.set(key, [each]);
			else of.push(each);
		}
	const having = (of: readonly AssessedCredential[], kind: string) =>
		of.filter(({ findings }) => findings.some((each) => each.kind === kind)).length;
	return [...found]
		.map(([key, of]) => ({
			key,
			title: title(key),
			count: of.length,
			atRisk: of.filter(({ findings }) =>
				findings.some(({ severity }) => severity === 'critical' || severity === 'high'),
			).length,
			neverExpires: having(of, 'never-expires'),
			unowned: having(of, 'unowned'),
			onDisk: having(of, 'on-disk'),
		}))
		.sort((a, b) => b.count - a.count || a.key.localeCompare(b.key));
}

const ageSteps: readonly (readonly [string, string, number])[] = [
	['30', 'up to 30 days', 30],
	['90', '31 to 90 days', 90],
	['365', '91 days to a year', 365],
	['730', 'one to two years', 730],
	['older', 'over two years', Number.POSITIVE_INFINITY],
];

function ages(all: readonly AssessedCredential[], now: string): Count[] {
	const days = all.map(({ credential: { issuedAt } }) =>
		issuedAt === null ? null : daysBetween(issuedAt, now),
	);
	let from = Number.NEGATIVE_INFINITY;
	const counts = ageSteps.map(([key, title, to]) => {
		const count = days.filter((age) => age !== null && age > from && age <= to).length;
		from = to;
		return { key, title, count };
	});
	const unknown = days.filter((age) => age === null).length;
	return [...counts, { key: 'unknown', title: 'unknown', count: unknown }];
}

function states(
	all: readonly AssessedCredential[],
	stateOf: (each: AssessedCredential) => FactState,
): Record<FactState, number> {
	const counts = { value: 0, none: 0, unknown: 0 };
	for (const each of all) counts[stateOf(each)]++;
	return counts;
}

function duplicates(all: readonly AssessedCredential[]): SprawlView['duplicates'] {
	return all
		.map(({ id, credential, sightings }) => {
			const places = filesOf(credential, sightings);
			return { id, title: titleOf(credential), places };
		})
		.filter(({ places }) => places.length > 1)
		.sort((a, b) => b.places.length - a.places.length || a.id.localeCompare(b.id))
		.slice(0, duplicatesMax);
}
