import type { PolicyEngine } from '@/core/incidents/policies.ts';

let loading: Promise<PolicyEngine> | null = null;

/** Loads the Cedar engine (WebAssembly, from node_modules) once a process. */
export function loadCedarEngine(): Promise<PolicyEngine> {
	loading ??= load();
	return loading;
}

async function load(): Promise<PolicyEngine> {
	const cedar = await import('@cedar-policy/cedar-wasm/nodejs');
	return {
		name: `Cedar ${cedar.getCedarVersion()}`,
		decide: (policies, { principal, action, resource, context }) => {
			const answer = cedar.isAuthorized({
				principal,
				action: { type: 'Action', id: action },
				resource: { type: 'Resource', id: resource.id },
				context: { ...context },
				policies: { staticPolicies: policies },
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
