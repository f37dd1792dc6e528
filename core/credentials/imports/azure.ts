import { bareCredential } from '../credential.ts';
import { none, unknown, value, valueOrUnknown } from '../fact.ts';
import { fieldAt, type ImportReader, listedWhere, textAt, timeAt } from './reader.ts';

/** Azure app registrations with their secrets (`GET /applications`, `az ad app list`): `passwordCredentials` of each. */
export const azurePasswordCredentials: ImportReader = {
	id: 'azure-password-credentials',
	title: 'Azure password credentials',
	records: (document) =>
		listedWhere(document, (fields) => Array.isArray(fields.passwordCredentials), 'value'),
	read: ({ value: app }, tools) => {
		const secrets = fieldAt(app, 'passwordCredentials');
		if (!Array.isArray(secrets)) return 'passwordCredentials is missing';
		const owners = fieldAt(app, 'owners');
		const owner = Array.isArray(owners) ? textAt(owners[0], 'userPrincipalName') : null;
		return secrets.flatMap((secret) => {
			const id = textAt(secret, 'keyId');
			if (id === null) return [];
			const name = textAt(secret, 'displayName');
			const application = textAt(app, 'displayName');
			const ends = timeAt(secret, 'endDateTime');
			const text = textAt(secret, 'secretText');
			return [
				{
					credential: {
						...bareCredential('azure-client-secret', 'azure'),
						name: [application, name].filter((part) => part !== null).join(' / ') || null,
						providerId: id,
						fingerprints:
							text === null
								? []
								: [{ fingerprint: tools.fingerprintOf(text), since: null, until: null }],
						owner: owner !== null ? value(owner) : Array.isArray(owners) ? none : unknown,
						principal: textAt(app, 'appId'),
						issuedAt: timeAt(secret, 'startDateTime'),
						expiresAt: valueOrUnknown(ends),
						status: 'active' as const,
						sources: ['azure-password-credentials'],
					},
					sightings: [],
					secrets: text === null ? [] : [text],
				},
			];
		});
	},
};
