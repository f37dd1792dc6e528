import { none, valueOrUnknown } from '../fact.ts';
import { grantsOf } from '../scopes/decode.ts';
import { decodeVaultPolicyNames } from '../scopes/vault.ts';
import { apiList } from './api-list.ts';
import { type Fields, fieldAt, hasKey, textAt, textsAt, timeAt } from './reader.ts';

/** The answer itself, or the `data` of Vault's envelope. */
const inner = (fields: Fields): unknown => (hasKey(fields, 'data') ? fields.data : fields);

/** Vault and OpenBao tokens by accessor (`auth/token/lookup-accessor`), one answer a line or in a list. No last use is exposed. */
export const vaultAccessors = apiList({
	id: 'vault-accessors',
	title: 'Vault token accessors',
	kind: 'vault-service-token',
	provider: 'vault',
	test: (fields) => hasKey(inner(fields), 'accessor') && hasKey(inner(fields), 'policies'),
	read: (fields) => {
		const data = inner(fields);
		const accessor = textAt(data, 'accessor');
		if (accessor === null) return 'accessor is missing';
		const ends = timeAt(data, 'expire_time');
		const owner = textAt(data, 'meta', 'owner') ?? textAt(data, 'meta', 'team');
		return {
			name: textAt(data, 'display_name'),
			providerId: accessor,
			principal: textAt(data, 'entity_id'),
			owner: valueOrUnknown(owner),
			...grantsOf(decodeVaultPolicyNames(textsAt(data, 'policies'))),
			issuedAt: timeAt(data, 'issue_time') ?? timeAt(data, 'creation_time'),
			// A time to live of 0 is a root token's: it has no end.
			expiresAt: ends === null && fieldAt(data, 'ttl') === 0 ? none : valueOrUnknown(ends),
			status: 'active',
		};
	},
});
