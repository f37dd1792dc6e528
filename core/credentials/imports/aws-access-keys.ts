import { bareCredential } from '../credential.ts';
import { none, unknown, valueOrNone, valueOrUnknown } from '../fact.ts';
import { decodeAwsPolicies } from '../scopes/aws.ts';
import { grantsOf } from '../scopes/decode.ts';
import { ownerTag } from './aws-account-details.ts';
import { fieldAt, hasKey, type ImportReader, listedWhere, textAt, timeAt } from './reader.ts';

/**
 * AWS access keys (`aws iam list-access-keys`): id, user, state, day of creation; no secret. What the
 * connector adds to each is read where it is there: last use, the user's name in full, policies, tags.
 * An access key has no end.
 */
export const awsAccessKeys: ImportReader = {
	id: 'aws-access-keys',
	title: 'AWS access keys',
	records: (document) =>
		listedWhere(
			document,
			(fields) => 'AccessKeyId' in fields && 'Status' in fields && !('SecretAccessKey' in fields),
			'AccessKeyMetadata',
		),
	read: ({ value: key }) => {
		const id = textAt(key, 'AccessKeyId');
		if (id === null) return 'AccessKeyId is missing';
		const policies = fieldAt(key, 'PolicyDocuments');
		const created = timeAt(key, 'CreateDate');
		return [
			{
				credential: {
					...bareCredential('aws-access-key', 'aws'),
					name: textAt(key, 'UserName'),
					providerId: id,
					owner: valueOrUnknown(ownerTag(key)),
					principal: textAt(key, 'Arn') ?? textAt(key, 'UserName'),
					...(Array.isArray(policies) ? grantsOf(decodeAwsPolicies(policies)) : {}),
					issuedAt: created,
					expiresAt: none,
					lastUsedAt: hasKey(key, 'LastUsedDate')
						? valueOrNone(timeAt(key, 'LastUsedDate'))
						: unknown,
					lastRotatedAt: created,
					status: textAt(key, 'Status') === 'Active' ? 'active' : 'inactive',
					sources: ['aws-access-keys'],
				},
				sightings: [],
			},
		];
	},
};
