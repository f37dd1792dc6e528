import type { Environment } from '../../incidents/document.ts';
import type { Scope } from '../credential.ts';
import { greatestLevel, levelRank } from '../levels.ts';
import { destroyableWithCopies, globMatches, reachOf } from '../reach.ts';
import { usedScopes } from '../used-scopes.ts';
import { type Check, dateOf, finding, plural } from './check.ts';

export const unowned: Check = ({ credential, policy }) =>
	!policy.ownerRequired ||
	credential.owner.state !== 'none' ||
	credential.kind === 'aws-session-key'
		? null
		: finding(
				'unowned',
				'medium',
				'Nobody owns it',
				'No person and no team answers for it: nobody can say whether it is still needed.',
				[],
				'Find who needs it and name them as its owner, or revoke it.',
			);

export const ownerLeft: Check = ({ credential, formerOwners }) => {
	if (credential.owner.state !== 'value') return null;
	const owner = credential.owner.value;
	const isGone = formerOwners.some((each) => each.toLowerCase() === owner.toLowerCase());
	if (!isGone) return null;
	return finding(
		'owner-left',
		'high',
		'Its owner left',
		`${owner} answers for it and is gone: nobody rotates it, and who left may still hold it.`,
		[],
		'Name another owner and rotate it, or revoke it.',
	);
};

export const productionFromStaging: Check = ({ uses, resources }) => {
	const environmentOf = new Map(resources.map((each) => [each.id, each.environment]));
	const reached = uses.filter((use) => {
		if (use.runEnvironment !== 'staging' && use.runEnvironment !== 'development') return false;
		const environments: (Environment | undefined)[] = [
			use.environment,
			...use.resources.map((id) => environmentOf.get(id)),
		];
		return environments.includes('production');
	});
	const [first] = reached;
	if (first === undefined) return null;
	return finding(
		'production-from-staging',
		'critical',
		`Reached production from a ${first.runEnvironment} run`,
		`A run whose task was about ${first.runEnvironment} used it for ${first.operation} in production${reached.length > 1 ? `, and ${reached.length - 1} times more` : ''}.`,
		reached.map(({ eventId }) => eventId),
		'Give each environment credentials of its own, and runs of one environment only those.',
	);
};

export const overScoped: Check = ({ credential, uses }) => {
	if (credential.scopes.state !== 'value') return null;
	const used = usedScopes(credential, uses);
	if (used.length === 0) return null;
	const granted = credential.scopes.value;
	const operations = [...new Set(used.map(({ permission }) => permission))];
	const evidence = uses.map(({ eventId }) => eventId);
	// Uses are no measure of need: an incident's own calls are among them.
	const advice = `Narrow it to what its purpose needs. It was used for ${operations.slice(0, 8).join(', ')}; keep none of these that only an incident used.`;
	const everything = granted.find(
		({ permission, resource }) => permission === '*' && resource === '*',
	);
	if (everything !== undefined) {
		return finding(
			'over-scoped',
			'high',
			'May do everything, does little',
			`It grants everything of ${everything.provider}; ${plural(operations.length, 'operation')} of it ${operations.length === 1 ? 'was' : 'were'} ever used: ${operations.slice(0, 5).join(', ')}.`,
			evidence,
			advice,
		);
	}
	const usedLevel = greatestLevel(used.map(({ level }) => level)) ?? 'read';
	const beyond = granted.filter(
		(scope) => isUnused(scope, used) && levelRank(scope.level) > levelRank(usedLevel),
	);
	const [worst] = beyond.toSorted((a, b) => levelRank(b.level) - levelRank(a.level));
	if (worst === undefined) return null;
	return finding(
		'over-scoped',
		worst.level === 'write' ? 'medium' : 'high',
		'May do more than it does',
		`${beyond.length} of ${plural(granted.length, 'scope')} let it ${worst.level} (${worst.permission} on ${worst.resource}); its uses needed ${usedLevel} at most.`,
		evidence,
		advice,
	);
};

/** No use matches the scope by its provider's own name of the operation. */
export const isUnused = (scope: Scope, used: readonly Scope[]): boolean =>
	!used.some(
		(use) => use.provider === scope.provider && globMatches(scope.permission, use.permission),
	);

export const canDestroyBackups: Check = ({ credential, resources }) => {
	const [worst] = destroyableWithCopies(reachOf(credential, resources), resources);
	if (worst === undefined) return null;
	const { data, copies, surviving } = worst;
	const name = data.name ?? data.id;
	const all = copies.length + surviving.length;
	const newest = surviving
		.map((each) => each.createdAt)
		.filter((at) => at !== null)
		.sort()
		.at(-1);
	return finding(
		'can-destroy-backups',
		'critical',
		surviving.length === 0
			? 'Can destroy data and every copy of it'
			: 'Can destroy data together with its backups',
		surviving.length === 0
			? `It can destroy ${name} and all ${plural(copies.length, 'copy').replace('copys', 'copies')} of it.`
			: `It can destroy ${name} and ${copies.length} of its ${all} copies${newest === undefined ? '' : `; the newest that is left is of ${dateOf(newest)}`}.`,
		[data.id, ...copies.map((each) => each.id)],
		'Keep copies where this credential does not reach: another account, or immutable storage.',
	);
};
