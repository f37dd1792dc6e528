import type { Scope, ScopeLevel } from '../credential.ts';
import { fieldAt, isFields, textAt } from '../imports/reader.ts';
import type { Decoded } from './decode.ts';

const texts = (given: unknown): string[] =>
	Array.isArray(given) ? given.filter((each) => typeof each === 'string') : [];

const ofRights = new Set(['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings']);

/** What a verb on a resource lets its holder do (Kubernetes, “Using RBAC Authorization”). */
export function levelOfVerb(verb: string, resource: string): ScopeLevel {
	if (verb === '*' || /^delete/.test(verb)) return 'destroy';
	if (/^(?:bind|escalate|impersonate|approve|sign)$/.test(verb)) return 'admin';
	if (/^(?:get|list|watch)$/.test(verb)) return 'read';
	if (ofRights.has(resource) || resource === 'serviceaccounts/token') return 'admin';
	return 'write';
}

/**
 * The rules of a Role or ClusterRole. RBAC has no deny: what the rules name is all there is.
 *
 * @param namespace where a Role or RoleBinding holds; null: everywhere
 */
export function decodeKubernetesRules(
	rules: readonly unknown[],
	namespace: string | null,
): Decoded {
	const scopes: Scope[] = [];
	const unread: string[] = [];
	for (const rule of rules) {
		const resources = texts(fieldAt(rule, 'resources'));
		const verbs = texts(fieldAt(rule, 'verbs'));
		const urls = texts(fieldAt(rule, 'nonResourceURLs'));
		if (!isFields(rule) || verbs.length === 0 || resources.length + urls.length === 0) {
			unread.push('a rule without verbs or resources');
			continue;
		}
		const names = texts(fieldAt(rule, 'resourceNames'));
		for (const resource of [...resources, ...urls]) {
			for (const verb of verbs) {
				const within = names.length === 0 ? ['*'] : names;
				for (const name of within) {
					scopes.push({
						provider: 'kubernetes',
						permission: resource === '*' && verb === '*' ? '*' : `${resource}:${verb}`,
						resource: namespace === null ? name : `${namespace}/${name}`,
						environment: 'unknown',
						level: levelOfVerb(verb, resource),
					});
				}
			}
		}
	}
	return { scopes, unread };
}

/** The cluster's own roles by name; other roles are not decoded without their rules. */
export function decodeKubernetesRole(name: string, namespace: string | null): Decoded {
	const levels: Readonly<Record<string, ScopeLevel>> = {
		'cluster-admin': 'destroy',
		admin: 'destroy',
		edit: 'destroy',
		view: 'read',
	};
	const level = Object.hasOwn(levels, name) ? levels[name] : undefined;
	if (level === undefined) return { scopes: [], unread: [`role ${name}, without its rules`] };
	const isAll = name === 'cluster-admin';
	return {
		scopes: [
			{
				provider: 'kubernetes',
				permission: isAll ? '*' : name,
				resource: namespace === null ? '*' : `${namespace}/*`,
				environment: 'unknown',
				level,
			},
		],
		unread: [],
	};
}

/** A Role or ClusterRole object as the API gives it. */
export function decodeKubernetesObject(object: unknown): Decoded {
	const rules = fieldAt(object, 'rules');
	if (!Array.isArray(rules)) return { scopes: [], unread: ['an object without rules'] };
	const isCluster = textAt(object, 'kind') === 'ClusterRole';
	return decodeKubernetesRules(rules, isCluster ? null : textAt(object, 'metadata', 'namespace'));
}
