import { parseDocument, stringify } from 'yaml';
import { type Failure, fail, failure, ok, type Result } from '../result.ts';
import { type CredentialPolicy, credentialPolicySchema } from './policy.ts';

export const policyTextMax = 1_000_000;

/** A policy as people write it, in YAML or JSON. What is wrong is told with its place. */
export function readPolicy(text: string): Result<CredentialPolicy> {
	if (text.length > policyTextMax) return invalid('the policy is over a million characters long');
	// Aliases could unfold without end.
	const document = parseDocument(text, { prettyErrors: true });
	const [problem] = document.errors;
	if (problem !== undefined) return invalid(problem.message.split('\n')[0] ?? 'not YAML');
	let value: unknown;
	try {
		value = document.toJS({ maxAliasCount: 0 });
	} catch {
		return invalid('aliases cannot be used in a policy');
	}
	const read = credentialPolicySchema.safeParse(value);
	if (read.success) return ok(read.data);
	const said = read.error.issues
		.slice(0, 5)
		.map(({ path, message }) => `${path.join('.') || 'the policy'}: ${message}`);
	return invalid(said.join('; '));
}

export const writePolicy = (policy: CredentialPolicy): string => stringify(policy);

const invalid = (message: string): Result<never> =>
	fail<Failure>(failure('invalid-input', message)) as Result<never>;
