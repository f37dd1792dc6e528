import { bareCredential } from '../credential.ts';
import { unknown, value, valueOrUnknown } from '../fact.ts';
import { decodeAwsPolicies } from '../scopes/aws.ts';
import { grantsOf } from '../scopes/decode.ts';
import { elements, fieldAt, type ImportReader, listed, textAt, timeAt } from './reader.ts';

/**
 * AWS's account authorization details (`iam get-account-authorization-details`): what each user and
 * role may do. It says nothing of keys: users and roles stand as principals, with their policies as
 * scopes. Policies of AWS itself count where the export holds their documents.
 */
export const awsAccountDetails: ImportReader = {
	id: 'aws-account-details',
	title: 'AWS account authorization details',
	records: (document) => {
		if (document.kind !== 'json') return null;
		const { value: root } = document;
		const users = fieldAt(root, 'UserDetailList');
		const roles = fieldAt(root, 'RoleDetailList');
		if (!Array.isArray(users) || !Array.isArray(roles)) return null;
		return elements(
			[...users, ...roles].map((principal) => ({
				principal,
				policies: policiesOfPrincipal(principal, root),
			})),
		);
	},
	read: ({ value: record }) => {
		const principal = fieldAt(record, 'principal');
		const arn = textAt(principal, 'Arn');
		const id = textAt(principal, 'UserId') ?? textAt(principal, 'RoleId');
		if (arn === null || id === null) return 'Arn or id is missing';
		const isUser = textAt(principal, 'UserId') !== null;
		const policies = fieldAt(record, 'policies');
		const decoded = decodeAwsPolicies(Array.isArray(policies) ? policies : []);
		const used = timeAt(principal, 'RoleLastUsed', 'LastUsedDate');
		return [
			{
				credential: {
					...bareCredential(isUser ? 'aws-iam-user' : 'aws-iam-role', 'aws'),
					name: textAt(principal, 'UserName') ?? textAt(principal, 'RoleName'),
					providerId: id,
					owner: valueOrUnknown(ownerTag(principal)),
					principal: arn,
					...grantsOf(decoded),
					issuedAt: timeAt(principal, 'CreateDate'),
					lastUsedAt: used === null ? unknown : value(used),
					status: 'active',
					sources: ['aws-account-details'],
				},
				sightings: [],
			},
		];
	},
};

/** Policies of a user or role of these details: its own, those attached to it, those of its groups. */
export function policiesOfPrincipal(principal: unknown, details: unknown): unknown[] {
	const groups = byName(fieldAt(details, 'GroupDetailList'), 'GroupName');
	return policiesOf(principal, groups, byName(fieldAt(details, 'Policies'), 'Arn'));
}

const byName = (given: unknown, key: string): Map<string, unknown> =>
	new Map(
		(Array.isArray(given) ? given : []).flatMap((each): [string, unknown][] => {
			const name = textAt(each, key);
			return name === null ? [] : [[name, each]];
		}),
	);

const many = (given: unknown, key: string): readonly unknown[] =>
	listed({ kind: 'json', value: given }, key)?.map((each) => each.value) ?? [];

function policiesOf(
	principal: unknown,
	groups: ReadonlyMap<string, unknown>,
	managed: ReadonlyMap<string, unknown>,
): unknown[] {
	const own = ['UserPolicyList', 'RolePolicyList', 'GroupPolicyList'].flatMap((key) =>
		many(principal, key).map((each) => fieldAt(each, 'PolicyDocument')),
	);
	const attached = many(principal, 'AttachedManagedPolicies').flatMap((each) => {
		const arn = textAt(each, 'PolicyArn') ?? '';
		const versions = many(managed.get(arn), 'PolicyVersionList');
		const current = versions.find((version) => fieldAt(version, 'IsDefaultVersion') === true);
		if (current !== undefined) return [fieldAt(current, 'Document')];
		return arn.endsWith(':policy/AdministratorAccess') ? [everything] : [];
	});
	const inherited = many(principal, 'GroupList').flatMap((name) =>
		typeof name === 'string' && groups.has(name)
			? policiesOf(groups.get(name), new Map(), managed)
			: [],
	);
	return [...own, ...attached, ...inherited];
}

const everything = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** Who answers for it, by its tags. */
export function ownerTag(tagged: unknown): string | null {
	const found = many(tagged, 'Tags').find((each) =>
		/^(?:owner|team)$/i.test(textAt(each, 'Key') ?? ''),
	);
	return textAt(found, 'Value');
}
