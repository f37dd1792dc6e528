import { secretKind } from '../secrets/kinds/registry.ts';
import type { Credential } from './credential.ts';

/**
 * By what a credential is recognised. Strong keys name one credential and no other; weak ones (last
 * characters, name) count only where nothing speaks against it and exactly one credential has them.
 */
export interface IdentityKeys {
	readonly strong: readonly string[];
	readonly weak: readonly string[];
}

/**
 * @param fingerprintOf makes fingerprints of identifiers that logs hold readable, such as access key ids
 * @param place where a scanner found it: identity of what has no other
 */
export function identityKeys(
	credential: Credential,
	fingerprintOf: (secret: string) => string,
	place: string | null = null,
): IdentityKeys {
	const { provider, providerId } = credential;
	const strong = credential.fingerprints.map(({ fingerprint }) => `print:${fingerprint}`);
	if (providerId !== null) {
		strong.push(`id:${provider}:${providerId}`);
		if (secretKind(credential.kind)?.identifier === true)
			strong.push(`print:${fingerprintOf(providerId)}`);
	}
	const weak: string[] = [];
	if (credential.tail8 !== null) weak.push(`tail8:${credential.tail8}`);
	if (credential.tail4 !== null && provider !== 'generic')
		weak.push(`tail4:${provider}:${credential.tail4}`);
	if (credential.name !== null && provider !== 'generic')
		weak.push(`name:${provider}:${credential.kind}:${credential.name.toLowerCase()}`);
	if (strong.length + weak.length === 0 && place !== null) strong.push(`place:${place}`);
	return { strong: [...new Set(strong)], weak };
}

/** Whether two may be one: nothing that both state differs. */
export function mayBeOne(a: Credential, b: Credential, key: string): boolean {
	if (a.provider !== 'generic' && b.provider !== 'generic' && a.provider !== b.provider)
		return false;
	if (a.providerId !== null && b.providerId !== null && a.providerId !== b.providerId) return false;
	// Equal last characters of different secrets are an accident; an equal name is a rotation.
	if (key.startsWith('tail') && a.fingerprints.length > 0 && b.fingerprints.length > 0) {
		const prints = new Set(a.fingerprints.map((each) => each.fingerprint));
		return b.fingerprints.some((each) => prints.has(each.fingerprint));
	}
	return true;
}

/**
 * The known credentials that the given one is: none, one, or several that it shows to be one.
 *
 * @param holders ids of the known credentials by key
 * @param rootOf the credential that a person said the known one is; itself where nobody did
 */
export function recognised(
	given: Credential,
	keys: IdentityKeys,
	holders: ReadonlyMap<string, ReadonlySet<string>>,
	known: (id: string) => Credential | null,
	rootOf: (id: string) => string = (id) => id,
): string[] {
	const found = new Set<string>();
	for (const key of keys.strong) for (const id of holders.get(key) ?? []) found.add(id);
	for (const key of keys.weak) {
		const fitting = [...(holders.get(key) ?? [])].filter((id) => {
			const other = known(id);
			return other !== null && mayBeOne(other, given, key);
		});
		const roots = new Set(fitting.map(rootOf));
		const [only] = fitting;
		// Several that a person said are one are one; strong keys have said already which of them it is.
		if (roots.size !== 1 || only === undefined || fitting.some((id) => found.has(id))) continue;
		found.add(fitting.find((id) => roots.has(id)) ?? only);
	}
	return [...found];
}
