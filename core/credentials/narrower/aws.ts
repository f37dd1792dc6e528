import type { Writer } from './recommendation.ts';

const action = /^[a-z][\w-]*:[A-Z]\w*$/;

/** An IAM policy document (IAM JSON policy elements, version 2012-10-17). */
export const awsPolicy: Writer = (_, needed) => {
	const named = needed.filter(({ permission }) => action.test(permission));
	if (named.length === 0) return null;
	const byResource = new Map<string, Set<string>>();
	for (const { permission, resource } of named) {
		// What is no ARN cannot be named in a policy: a bucket can, by its name.
		const service = permission.split(':')[0] ?? '';
		const arns = resource.startsWith('arn:')
			? [resource]
			: service === 's3' && /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(resource)
				? [`arn:aws:s3:::${resource}`, `arn:aws:s3:::${resource}/*`]
				: ['*'];
		const key = JSON.stringify(arns);
		byResource.set(key, (byResource.get(key) ?? new Set()).add(permission));
	}
	const statements = [...byResource].map(([arns, actions], index) => {
		const resources = JSON.parse(arns) as string[];
		return {
			Sid: `Needed${index + 1}`,
			Effect: 'Allow',
			Action: [...actions].sort(),
			Resource: resources.length === 1 ? resources[0] : resources,
		};
	});
	const isOpen = statements.some(({ Resource }) => Resource === '*');
	return {
		form: 'IAM policy',
		language: 'json',
		text: JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2),
		caveats: isOpen
			? ['Statements on * name no resource, since the log gives no ARN: narrow them by hand.']
			: [],
	};
};
