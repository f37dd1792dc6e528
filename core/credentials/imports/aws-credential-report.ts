import { bareCredential } from '../credential.ts';
import { none, unknown, value, valueOrUnknown } from '../fact.ts';
import { type ImportedCredential, type ImportReader, textAt, timeAt } from './reader.ts';

/**
 * AWS IAM's credential report (CSV). It names no key ids: a key is known by its user and slot. Access
 * keys have no end; a last use of `N/A` means never (IAM, "Getting credential reports").
 */
export const awsCredentialReport: ImportReader = {
	id: 'aws-credential-report',
	title: 'AWS credential report',
	records: (document) =>
		document.kind === 'table' &&
		document.columns.includes('access_key_1_active') &&
		document.columns.includes('arn')
			? document.records
			: null,
	read: ({ value: row }) => {
		const user = textAt(row, 'user');
		const arn = textAt(row, 'arn');
		if (user === null || arn === null) return 'user or arn is missing';
		return ['1', '2'].flatMap((slot): ImportedCredential[] => {
			const rotated = timeAt(row, `access_key_${slot}_last_rotated`);
			const active = textAt(row, `access_key_${slot}_active`)?.toLowerCase() === 'true';
			if (rotated === null && !active) return [];
			const used = timeAt(row, `access_key_${slot}_last_used_date`);
			const said = textAt(row, `access_key_${slot}_last_used_date`);
			const isRoot = user === '<root_account>';
			return [
				{
					credential: {
						...bareCredential('aws-access-key', 'aws'),
						name: `${arn} key ${slot}`,
						owner: unknown,
						principal: arn,
						scopes: isRoot
							? value([
									{
										provider: 'aws',
										permission: '*',
										resource: '*',
										environment: 'unknown',
										level: 'destroy',
									},
								])
							: unknown,
						issuedAt: rotated,
						expiresAt: none,
						lastUsedAt: said === 'N/A' ? none : valueOrUnknown(used),
						lastRotatedAt: rotated,
						status: active ? 'active' : 'inactive',
						sources: ['aws-credential-report'],
					},
					sightings: [],
				},
			];
		});
	},
};
