import type { Credential, Scope } from '../credential.ts';
import { currentFingerprint, titleOf } from '../title.ts';
import type { Recommendation } from './recommendation.ts';

const quoted = (text: string): string => JSON.stringify(text);

/** A Cedar policy, for a gateway that stands before a provider without scopes of its own. */
export function cedarPolicy(
	credential: Credential,
	needed: readonly Scope[],
): Pick<Recommendation, 'form' | 'language' | 'text'> & { readonly caveats: readonly string[] } {
	const actions = [...new Set(needed.map(({ permission }) => permission))].sort();
	const resources = [...new Set(needed.map(({ resource }) => resource))].sort();
	const isAnywhere = resources.includes('*') || resources.length > 50;
	const name = currentFingerprint(credential) ?? credential.providerId ?? titleOf(credential);
	return {
		form: 'Cedar policy',
		language: 'cedar',
		text: `permit (\n  principal == Credential::${quoted(name)},\n  action in [${actions.map((each) => `Action::${quoted(each)}`).join(', ')}],\n  resource\n)${isAnywhere ? '' : ` when {\n  [${resources.map((each) => `Resource::${quoted(each)}`).join(', ')}].contains(resource)\n}`};\n`,
		caveats: [
			'Its provider has no narrower form that is known here: this is for a gateway before it.',
		],
	};
}
