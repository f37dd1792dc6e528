import type { Credential } from './credential.ts';
import { kindTitle } from './imports/kinds.ts';

/** What a credential is called where it has no name: its kind and the shortest thing that tells it. */
export function titleOf(credential: Credential): string {
	if (credential.name !== null) return credential.name;
	const title = kindTitle(credential.kind);
	if (credential.providerId !== null) return `${title} ${credential.providerId}`;
	const print = currentFingerprint(credential);
	if (print !== null) return `${title} ${print.slice(0, 8)}`;
	return credential.storedAt[0] === undefined ? title : `${title} in ${credential.storedAt[0]}`;
}

/** The fingerprint of its current secret; null while the secret was never seen. */
export const currentFingerprint = (credential: Credential): string | null =>
	credential.fingerprints.findLast((each) => each.until === null)?.fingerprint ??
	credential.fingerprints.at(-1)?.fingerprint ??
	null;
