import type { Scope, ScopeLevel } from '../credential.ts';
import { type Fields, fieldAt, isFields } from '../imports/reader.ts';
import { globMatches } from '../reach.ts';
import type { Decoded } from './decode.ts';

const destroys = /^(?:delete|terminate|purge|destroy|remove|deregister|schedulekeydeletion)/i;
const reads = /^(?:get|list|describe|head|batchget|query|scan|select|view|lookup|search)/i;
const administers =
	/^(?:(?:attach|detach|put|create|update|delete|set)(?:user|role|group|account|bucket|key|resource)?polic|passrole|assumerole|createaccesskey|createuser|addusertogroup|createloginprofile|updateassumerolepolicy)/i;

/** The level of an IAM action or a pattern of such: `s3:*` can destroy, `s3:Get*` reads. */
export function levelOfAwsAction(action: string): ScopeLevel {
	const name = action.includes(':') ? action.slice(action.indexOf(':') + 1) : action;
	if (/^\*/.test(name)) return 'destroy';
	if (administers.test(name)) return 'admin';
	if (destroys.test(name)) return 'destroy';
	return reads.test(name) ? 'read' : 'write';
}

const list = (given: unknown): string[] =>
	typeof given === 'string'
		? [given]
		: Array.isArray(given)
			? given.filter((each) => typeof each === 'string')
			: [];

/**
 * What IAM policy documents allow. A deny of everything that is alike or wider takes an allow away; a
 * narrower deny, a condition, `NotAction` and `NotResource` are named as not decoded: the grants beside
 * them are then the most that can be, and not what holds in every case.
 */
export function decodeAwsPolicies(policies: readonly unknown[]): Decoded {
	const unread = new Set<string>();
	const statements = policies.flatMap((policy) => {
		const given = fieldAt(policy, 'Statement');
		const all = (Array.isArray(given) ? given : [given]).filter(isFields);
		if (all.length === 0) unread.add('a policy without statements');
		return all;
	});
	const denied = statements
		.filter(({ Effect }) => Effect === 'Deny')
		.flatMap((each) => deniedBy(each, unread));
	const scopes = statements
		.filter(({ Effect }) => Effect === 'Allow')
		.flatMap((each) => allowedBy(each, unread))
		.filter(({ permission, resource }) => {
			const covering = denied.filter(
				(deny) => globMatches(deny.action, permission) && globMatches(deny.resource, resource),
			);
			return covering.length === 0;
		});
	for (const { action, resource } of denied) {
		const isNarrower = scopes.some(
			(scope) => globMatches(scope.permission, action) || globMatches(action, scope.permission),
		);
		if (isNarrower) unread.add(`a deny of ${action} on ${resource}`);
	}
	return { scopes, unread: [...unread] };
}

interface Denial {
	readonly action: string;
	readonly resource: string;
}

function deniedBy(statement: Fields, unread: Set<string>): Denial[] {
	if (statement.Condition !== undefined) {
		unread.add(`a deny of ${list(statement.Action).join(', ') || 'actions'} under a condition`);
		return [];
	}
	if (statement.NotAction !== undefined || statement.NotResource !== undefined) {
		unread.add('a deny of all but what it names');
		return [];
	}
	return list(statement.Action).flatMap((action) =>
		list(statement.Resource).map((resource) => ({ action, resource })),
	);
}

function allowedBy(statement: Fields, unread: Set<string>): Scope[] {
	const { Action, NotAction, Resource, NotResource, Condition } = statement;
	if (NotAction !== undefined) unread.add(`all but ${list(NotAction).join(', ')}`);
	if (NotResource !== undefined) unread.add(`all but ${list(NotResource).join(', ')}`);
	if (Condition !== undefined) unread.add(`a condition on ${conditionKeys(Condition)}`);
	const actions = NotAction === undefined ? list(Action) : ['*'];
	const resources = NotResource === undefined ? list(Resource) : ['*'];
	return actions.flatMap((permission) =>
		(resources.length === 0 ? ['*'] : resources).map((resource) => ({
			provider: 'aws',
			permission,
			resource,
			environment: 'unknown' as const,
			level: levelOfAwsAction(permission),
		})),
	);
}

const conditionKeys = (condition: unknown): string =>
	isFields(condition)
		? [
				...new Set(
					Object.values(condition).flatMap((each) => (isFields(each) ? Object.keys(each) : [])),
				),
			]
				.slice(0, 4)
				.join(', ')
		: 'something';
