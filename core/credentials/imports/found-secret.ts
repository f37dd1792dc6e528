import { secretKind } from '../../secrets/kinds/registry.ts';
import { bareCredential, type CredentialSighting } from '../credential.ts';
import { kindOfRule, providerOfKind } from './kinds.ts';
import type { ImportedCredential, ImportTools } from './reader.ts';

/** What a scanner says of one place in which it found a secret. */
export interface FoundSecret {
	readonly source: string;
	readonly rule: string;
	/** In clear as the report holds it; null where the report is redacted. */
	readonly secret: string | null;
	readonly file: string | null;
	readonly line: number | null;
	readonly commit: string | null;
	readonly person: string | null;
	readonly at: string | null;
	/** Repository or other container of the file. */
	readonly container: string | null;
}

/** `REDACTED`, `***` and `abcd...` are no secrets: their fingerprint would join strangers. */
const isMasked = (text: string): boolean => /^redacted$|^\*+$|\*{3}|\.{3}$|…$/i.test(text.trim());

/** A scanner's finding as a credential with one sighting. The secret ends here. */
export function foundCredential(found: FoundSecret, tools: ImportTools): ImportedCredential {
	const secret = found.secret === null || isMasked(found.secret) ? null : found.secret;
	const byRule = kindOfRule(found.rule);
	const shape = secret === null ? null : tools.kindOf(secret);
	const kind = shape ?? byRule.kind;
	const provider = shape === null ? byRule.provider : providerOfKind(shape);
	const place = placeOf(found);
	const digest = tools.digest([found.source, found.rule, place, found.commit ?? ''].join('\0'));
	const print = secret === null ? null : tools.fingerprintOf(secret);
	const sighting: CredentialSighting = {
		eventId: `scan:${digest.slice(0, 24)}`,
		field: found.rule,
		place: found.commit !== null || found.container !== null ? 'repository' : 'file',
		label: found.rule,
		file: place,
		command: null,
		runId: null,
		machine: null,
		person: found.person,
		at: found.at,
		source: found.source,
	};
	return {
		credential: {
			...bareCredential(kind, provider),
			providerId: secret !== null && secretKind(kind)?.identifier === true ? secret : null,
			fingerprints: print === null ? [] : [{ fingerprint: print, since: null, until: null }],
			tail4: secret === null ? null : tools.tailHash(4, secret.slice(-4)),
			tail8: secret === null || secret.length < 8 ? null : tools.tailHash(8, secret.slice(-8)),
			storedAt: place === null ? [] : [place],
			sources: [found.source],
		},
		sightings: [sighting],
		// An identifier opens nothing and stays readable.
		secrets: secret === null || secretKind(kind)?.identifier === true ? [] : [secret],
		place: `${found.rule}:${place ?? digest}`,
	};
}

function placeOf({ container, file, line }: FoundSecret): string | null {
	if (file === null) return container;
	const path = container === null ? file : `${container}:${file}`;
	return line === null ? path : `${path}:${line}`;
}
