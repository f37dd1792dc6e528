import type { Credential, CredentialUse, Scope } from '../credential.ts';
import { usedScopes } from '../used-scopes.ts';
import { awsPolicy } from './aws.ts';
import { cedarPolicy } from './cedar.ts';
import { githubPermissions } from './github.ts';
import { kubernetesRole } from './kubernetes.ts';
import { railwayToken } from './railway.ts';
import { vaultPolicy } from './vault.ts';

/** A narrower grant that would have let a credential do what it did, to be copied. */
export interface Recommendation {
	/** `IAM policy` … */
	readonly form: string;
	readonly language: 'json' | 'yaml' | 'hcl' | 'cedar' | 'text';
	readonly text: string;
	/** Distinct operations that it is made of. */
	readonly operations: number;
	/** What to look at before it is put in place. */
	readonly caveats: readonly string[];
}

/** Writes a narrower grant; null: this provider's own form cannot say it. */
export type Writer = (
	credential: Credential,
	needed: readonly Scope[],
) =>
	| (Pick<Recommendation, 'form' | 'language' | 'text'> & { readonly caveats?: readonly string[] })
	| null;

const writers: Readonly<Record<string, Writer>> = {
	aws: awsPolicy,
	github: githubPermissions,
	railway: railwayToken,
	kubernetes: kubernetesRole,
	vault: vaultPolicy,
};

/**
 * The narrowest grant that its known uses needed, in its provider's own form, or as Cedar where its
 * provider has none that is known here. Denied calls needed nothing. Null where no use is known: what
 * nobody saw used cannot be called unneeded.
 */
export function recommend(
	credential: Credential,
	uses: readonly CredentialUse[],
): Recommendation | null {
	const allowed = uses.filter(({ outcome }) => outcome !== 'denied' && outcome !== 'failure');
	const needed = usedScopes(credential, allowed).filter(
		({ provider }) => provider === credential.provider,
	);
	if (needed.length === 0) return null;
	const own = Object.hasOwn(writers, credential.provider)
		? writers[credential.provider]?.(credential, needed)
		: null;
	const written = own ?? cedarPolicy(credential, needed);
	return {
		form: written.form,
		language: written.language,
		text: written.text,
		operations: new Set(needed.map(({ permission }) => permission)).size,
		caveats: [
			'It is made of what was seen: keep nothing of it that only an incident used, and add what runs seldom.',
			...(written.caveats ?? []),
		],
	};
}
