import type { Reading } from '../action.ts';
import type { ProviderCatalogue } from '../catalogue/catalogue.ts';
import { readName } from '../catalogue/verbs.ts';
import { environmentNamed } from '../environment.ts';
import { readOperation } from '../reading.ts';

/** What the path of a request tells by its shape, whoever answers it. */

const KUBERNETES =
	/^\/(?:api\/v\d\w*|apis\/[\w.-]+\/v\d\w*)\/(?:namespaces\/([\w.-]+)\/)?([a-z]+)(?:\/([\w.:-]+))?(?:\/([a-z]+))?\/?$/;
const KUBERNETES_VERBS: Readonly<Record<string, string>> = {
	GET: 'get',
	POST: 'create',
	PUT: 'update',
	PATCH: 'patch',
	DELETE: 'delete',
};

/**
 * A request to a cluster's own interface, at whatever address it stands: the path names the namespace,
 * the kind and the object. https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export function kubernetesRequest(
	catalogue: ProviderCatalogue,
	method: string,
	path: string,
	text: string,
): Reading | null {
	const plain = path.replace(/[?#].*$/, '');
	const [, namespace, resource = '', name] = KUBERNETES.exec(plain) ?? [];
	const kind = catalogue.kindOfNoun('kubernetes', resource);
	const verb = KUBERNETES_VERBS[method];
	if (kind === null || verb === undefined) return null;
	const act = readOperation(catalogue, {
		provider: 'kubernetes',
		operation: `${verb} ${resource}`,
		parameters: null,
		ids: name === undefined ? [] : [name],
		text,
	});
	const place = namespace === undefined ? null : environmentNamed(namespace);
	return {
		...act,
		class: verb === 'get' ? 'read' : act.class,
		environment:
			place === null ? null : { value: place, reason: `the namespace “${namespace ?? ''}”` },
	};
}

/**
 * What a `DELETE` takes away: `/databases/db-1` a database; `/users/7/sessions`, which ends in a noun
 * behind an id, all sessions of user 7.
 */
export function deletedThing(segments: readonly string[]): { kind: string; id: string | null } {
	const last = segments.at(-1);
	const before = segments.at(-2);
	if (last === undefined || before === undefined) return { kind: 'resource', id: last ?? null };
	const isCollection = /^[a-z][a-z_-]*s$/i.test(last) && /\d|@|^\$|^\{/.test(before);
	// `/v2/items`: a version is no id.
	return isCollection && !/^v\d+$/i.test(before)
		? { kind: singular(last), id: `${before}/${last}` }
		: { kind: singular(before), id: last };
}

const singular = (noun: string): string => noun.replace(/s$/, '').toLowerCase();

/** Ending sessions and revoking tokens loses nothing that lasts, by the noun. */
export const deletionClass = (kind: string): Reading['class'] =>
	/^(session|grant|token|lease|login)$/.test(kind)
		? (readName(`revoke ${kind}`)?.class ?? 'delete')
		: 'destroy';

const MAILINGS =
	/^(campaigns?|single_?sends?|broadcasts?|newsletters?|mailings?|blasts?|emails?_?campaigns?|announcements?)$/i;

/** A mailing that is sent or put on a schedule: `PUT /v3/marketing/singlesends/7/schedule`. */
export function sentMailing(method: string, segments: readonly string[]): string | null {
	if (!/^(POST|PUT|PATCH)$/.test(method)) return null;
	if (!/^(send|schedule|trigger|publish|start|launch)(_?now)?$/i.test(segments.at(-1) ?? ''))
		return null;
	const at = segments.findLastIndex((segment) => MAILINGS.test(segment));
	return at < 0 ? null : (segments[at + 1] ?? null);
}
