import type { InventoryResource } from '../incidents/inventory.ts';
import type { AssessedCredential, ExceptedFinding } from './assessed.ts';
import { assess } from './findings/assess.ts';
import { nextAssessmentMs } from './findings/next-assessment.ts';
import { type CredentialPolicy, exceptionEnd, exceptionsFor, limitsFor } from './policy.ts';

/**
 * What is wrong with a credential by a policy: findings that count, and those that an exception
 * covers for now.
 */
export function assessByPolicy<T extends Omit<AssessedCredential, 'findings' | 'excepted'>>(
	known: T,
	resources: readonly InventoryResource[],
	policy: CredentialPolicy,
	now: string,
): T & Pick<AssessedCredential, 'findings' | 'excepted'> {
	const limits = limitsFor(policy, known);
	const exceptions = exceptionsFor(policy, known, now);
	const found = assess({
		...known,
		resources,
		policy: limits,
		formerOwners: policy.formerOwners,
		now,
	});
	const excepted = found.flatMap((finding): ExceptedFinding[] => {
		const exception = exceptions.find(({ findings }) => findings.includes(finding.kind));
		return exception === undefined ? [] : [{ finding, exception }];
	});
	const covered = new Set(excepted.map(({ finding }) => finding));
	return { ...known, findings: found.filter((finding) => !covered.has(finding)), excepted };
}

/** The next instant (epoch milliseconds) at which time alone changes what `assessByPolicy` says. */
export function nextByPolicyMs(
	known: Omit<AssessedCredential, 'findings' | 'excepted'>,
	policy: CredentialPolicy,
	now: string,
): number {
	const ends = exceptionsFor(policy, known, now).map((each) => Date.parse(exceptionEnd(each)));
	return Math.min(nextAssessmentMs({ ...known, policy: limitsFor(policy, known), now }), ...ends);
}
