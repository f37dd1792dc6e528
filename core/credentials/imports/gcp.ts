import { none, valueOrUnknown } from '../fact.ts';
import { apiList } from './api-list.ts';
import { textAt, timeAt } from './reader.ts';

const project = /projects\/([^/]+)\/serviceAccounts\/([^/]+)\/keys\/([^/]+)$/;

/** The end that Google gives to keys that have none (IAM, "Service account keys"). */
const endless = '9999-';

/** Google Cloud service-account keys (`projects.serviceAccounts.keys.list`). Neither use nor roles are in it. */
export const gcpServiceAccountKeys = apiList({
	id: 'gcp-service-account-keys',
	title: 'Google Cloud service-account keys',
	kind: 'gcp-service-account-key',
	provider: 'gcp',
	keys: ['keys'],
	test: (fields) => 'validAfterTime' in fields && 'name' in fields,
	read: (key) => {
		const [, of, account, id] = project.exec(textAt(key, 'name') ?? '') ?? [];
		if (of === undefined || account === undefined || id === undefined) return 'name names no key';
		const ends = textAt(key, 'validBeforeTime') ?? '';
		return {
			name: `${account} key ${id.slice(0, 8)}`,
			providerId: id,
			principal: account,
			issuedAt: timeAt(key, 'validAfterTime'),
			expiresAt: ends.startsWith(endless) ? none : valueOrUnknown(timeAt(key, 'validBeforeTime')),
			status: key.disabled === true ? 'inactive' : 'active',
			purpose: textAt(key, 'keyType') === 'SYSTEM_MANAGED' ? 'managed by Google' : null,
		};
	},
});
