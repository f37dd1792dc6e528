import type { Scope, ScopeLevel } from '../credential.ts';
import { fieldAt, isFields } from '../imports/reader.ts';

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
 * The scopes that an IAM policy document allows. What it denies outright is taken away; `NotAction`
 * allows everything but what it names and is read as everything.
 */
export function scopesOfPolicies(policies: readonly unknown[]): Scope[] {
	const statements = policies.flatMap((policy) => {
		const given = fieldAt(policy, 'Statement');
		return (Array.isArray(given) ? given : [given]).filter(isFields);
	});
	const denied = new Set(
		statements
			.filter((each) => each.Effect === 'Deny' && list(each.Resource).includes('*'))
			.flatMap((each) => list(each.Action)),
	);
	if (denied.has('*')) return [];
	return statements
		.filter((each) => each.Effect === 'Allow')
		.flatMap((each) => {
			const actions = each.NotAction === undefined ? list(each.Action) : ['*'];
			const resources = each.NotResource === undefined ? list(each.Resource) : ['*'];
			return actions
				.filter((action) => !denied.has(action))
				.flatMap((permission) =>
					(resources.length === 0 ? ['*'] : resources).map((resource) => ({
						provider: 'aws',
						permission,
						resource,
						environment: 'unknown' as const,
						level: levelOfAwsAction(permission),
					})),
				);
		});
}
