import type { Writer } from './recommendation.ts';

const quoted = (text: string): string => JSON.stringify(text);
const groupOf: Readonly<Record<string, string>> = {
	deployments: 'apps',
	statefulsets: 'apps',
	daemonsets: 'apps',
	replicasets: 'apps',
	jobs: 'batch',
	cronjobs: 'batch',
	ingresses: 'networking.k8s.io',
	networkpolicies: 'networking.k8s.io',
	roles: 'rbac.authorization.k8s.io',
	rolebindings: 'rbac.authorization.k8s.io',
	clusterroles: 'rbac.authorization.k8s.io',
	clusterrolebindings: 'rbac.authorization.k8s.io',
};
const verb =
	/^(?:get|list|watch|create|update|patch|delete|deletecollection|bind|escalate|impersonate)$/;

/** Verb and resource of an operation: `delete secrets`, `secrets:delete`, `delete:secrets`. */
function readOperation(operation: string): { verb: string; resource: string } | null {
	const [a = '', b = '', ...rest] = operation.toLowerCase().split(/[\s:]+/);
	if (rest.length > 0 || b === '') return null;
	if (verb.test(a)) return { verb: a, resource: b };
	return verb.test(b) ? { verb: b, resource: a } : null;
}

/** A Role for the one namespace that was used, or a ClusterRole where several were. */
export const kubernetesRole: Writer = (credential, needed) => {
	const byResource = new Map<string, Set<string>>();
	for (const { permission } of needed) {
		const read = readOperation(permission);
		if (read === null) continue;
		byResource.set(read.resource, (byResource.get(read.resource) ?? new Set()).add(read.verb));
	}
	if (byResource.size === 0) return null;
	const namespaces = [
		...new Set(needed.flatMap(({ resource }) => /^([a-z\d-]+)\//.exec(resource)?.[1] ?? [])),
	];
	const [namespace] = namespaces;
	const isOne = namespaces.length === 1 && namespace !== undefined;
	const name = (credential.name ?? 'narrowed')
		.toLowerCase()
		.replace(/[^a-z\d-]+/g, '-')
		.slice(0, 60);
	const rules = [...byResource]
		.sort()
		.map(
			([resource, verbs]) =>
				`  - apiGroups: [${quoted(groupOf[resource.split('/')[0] ?? ''] ?? '')}]\n    resources: [${quoted(resource)}]\n    verbs: [${[...verbs].sort().map(quoted).join(', ')}]`,
		);
	return {
		form: isOne ? 'Kubernetes Role' : 'Kubernetes ClusterRole',
		language: 'yaml',
		text: `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${isOne ? 'Role' : 'ClusterRole'}\nmetadata:\n  name: ${quoted(name)}\n${isOne ? `  namespace: ${quoted(namespace)}\n` : ''}rules:\n${rules.join('\n')}\n`,
	};
};
