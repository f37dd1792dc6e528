import '@/server/wasm-calls.ts';
import type { PolicyEngine } from '@/core/incidents/policies.ts';

let loading: Promise<PolicyEngine> | null = null;

/** Name under which the engine keeps the policies that it was last asked with. */
const SET = 'asked';

/** Loads the Cedar engine (WebAssembly, from node_modules) once a process. */
export function loadCedarEngine(): Promise<PolicyEngine> {
	loading ??= load();
	return loading;
}

async function load(): Promise<PolicyEngine> {
	const cedar = await import('@cedar-policy/cedar-wasm/nodejs');
	// One check asks one set of policies many times: it is parsed once.
	let parsed: { readonly policies: string; readonly ok: boolean } | null = null;
	return {
		name: `Cedar ${cedar.getCedarVersion()}`,
		decide: (policies, { principal, action, resource, context }) => {
			if (parsed?.policies !== policies)
				parsed = {
					policies,
					ok: cedar.preparsePolicySet(SET, { staticPolicies: policies }).type === 'success',
				};
			if (!parsed.ok) return 'invalid';
			const answer = cedar.statefulIsAuthorized({
				principal,
				action: { type: 'Action', id: action },
				resource: { type: 'Resource', id: resource.id },
				context: { ...context },
				preparsedPolicySetId: SET,
				entities: [
					{ uid: principal, attrs: {}, parents: [] },
					{
						uid: { type: 'Resource', id: resource.id },
						attrs: {
							kind: resource.kind,
							outsideBoundary: resource.outsideBoundary,
							...(resource.environment === null ? {} : { environment: resource.environment }),
						},
						parents: [],
					},
				],
			});
			return answer.type === 'success' ? answer.response.decision : 'invalid';
		},
	};
}
