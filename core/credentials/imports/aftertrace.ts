import { inventoryCredentialSchema } from '../../incidents/inventory.ts';
import { bareCredential } from '../credential.ts';
import { none, unknown, value, valueOrUnknown } from '../fact.ts';
import { scopeOfWords } from '../scopes/words.ts';
import { elements, fieldAt, type ImportReader } from './reader.ts';

/** Our own inventory file, `aftertrace.inventory/v1`. */
export const aftertraceInventory: ImportReader = {
	id: 'inventory',
	title: 'Aftertrace inventory',
	records: (document) => {
		if (document.kind !== 'json') return null;
		if (fieldAt(document.value, 'schema') !== 'aftertrace.inventory/v1') return null;
		const credentials = fieldAt(document.value, 'credentials');
		return elements(Array.isArray(credentials) ? credentials : []);
	},
	read: (record, tools) => {
		const read = inventoryCredentialSchema.safeParse(record.value);
		if (!read.success) {
			const issue = read.error.issues[0];
			return `${issue?.path.join('.') ?? 'it'}: ${issue?.message ?? 'not valid'}`;
		}
		const entry = read.data;
		const tail = entry.lastCharacters;
		return [
			{
				credential: {
					...bareCredential(entry.kind, entry.provider),
					name: entry.name,
					providerId: entry.providerId,
					fingerprints:
						entry.fingerprint === null
							? []
							: [{ fingerprint: entry.fingerprint, since: entry.issuedAt, until: null }],
					tail4: tail === null ? null : tools.tailHash(4, tail.slice(-4)),
					tail8: tail === null || tail.length < 8 ? null : tools.tailHash(8, tail.slice(-8)),
					owner: entry.owner === null ? none : value(entry.owner),
					environments: entry.environments.filter((each) => each !== 'unknown'),
					scopes:
						entry.scopes === null
							? unknown
							: value(entry.scopes.map((words) => scopeOfWords(entry.provider, words))),
					issuedAt: entry.issuedAt,
					expiresAt: entry.neverExpires === true ? none : valueOrUnknown(entry.expiresAt),
					storedAt: entry.storedAt,
					status: 'active',
					sources: ['inventory'],
					usedOperations: entry.usedOperations,
					reaches: entry.reaches,
					purpose: entry.purpose,
				},
				sightings: [],
			},
		];
	},
};
