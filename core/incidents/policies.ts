/**
 * Cedar policies for the controls that are a matter of authorisation, and what they are asked with.
 * Quoting follows Cedar's string syntax; the entity types stand in `docs/incident-document.md`.
 */
const quoted = (text: string): string => JSON.stringify(text);

const HEADER = `// Credential: its fingerprint. Run: its session.
// Action: the provider's operation. Resource: kind,
// environment where known, outsideBoundary (not in the
// run's folder, not a host that its task names).`;

const actions = (operations: readonly string[]): string =>
	`action in [${operations.map((operation) => `Action::${quoted(operation)}`).join(', ')}]`;
const within = (environments: readonly string[]): string =>
	`[${environments.map(quoted).join(', ')}].contains(resource.environment)`;

/** Limits a credential to the operations that its earlier uses needed. */
export const leastPrivilegePolicy = (
	fingerprint: string,
	operations: readonly string[],
	environments: readonly string[],
): string =>
	operations.length === 0
		? `${HEADER}\n// No earlier use needed anything: the credential is permitted nothing.\nforbid (\n  principal == Credential::${quoted(fingerprint)},\n  action,\n  resource\n);`
		: `${HEADER}\npermit (\n  principal == Credential::${quoted(fingerprint)},\n  ${actions(operations)},\n  resource\n)${environments.length === 0 ? '' : ` when {\n  !(resource has environment) || ${within(environments)}\n}`};`;

/** Confines runs to the environments that their task names, and to their own folder and hosts. */
export const sandboxPolicy = (environments: readonly string[]): string =>
	`${HEADER}\nforbid (\n  principal is Run,\n  action,\n  resource\n) when {\n  (resource has environment && !${within(environments)}) ||\n  (resource has outsideBoundary && resource.outsideBoundary)\n};`;

/** Asks a human before anything is destroyed; `outsideOnly`: before anything outside the run's own folder is. */
export const approvalPolicy = (operations: readonly string[], outsideOnly = false): string =>
	`${HEADER}\nforbid (\n  principal,\n  ${actions(operations)},\n  resource\n)${outsideOnly ? ' when {\n  resource has outsideBoundary && resource.outsideBoundary\n}' : ''} unless {\n  context has approvedByHuman && context.approvedByHuman\n};`;

/** One request to a policy: who would do what to which resource. */
export interface PolicyRequest {
	readonly principal: { readonly type: 'Credential' | 'Run'; readonly id: string };
	/** The provider's operation. */
	readonly action: string;
	readonly resource: {
		readonly id: string;
		readonly kind: string;
		/** Null where it is not known: the attribute is then missing. */
		readonly environment: string | null;
		readonly outsideBoundary: boolean;
	};
	readonly context: { readonly approvedByHuman: boolean };
}

/** Cedar itself, injected: core knows its language, the engine stands outside. */
export interface PolicyEngine {
	/** `Cedar 4.13.0` */
	readonly name: string;
	/** `invalid` where the engine cannot read the policies. */
	decide(policies: string, request: PolicyRequest): 'allow' | 'deny' | 'invalid';
}

/** How a policy decided on the incident's own calls. */
export interface PolicyCheck {
	readonly engine: string;
	/** Calls behind the effects that the control is said to prevent, and how many of them it denies. */
	readonly impact: number;
	readonly denied: number;
	/** Other calls of the same run or credential that the task needed, and how many of them it allows. */
	readonly needed: number;
	readonly allowed: number;
}

/** What stands beside a policy that only forbids: everything else goes on as before. */
const BASELINE = 'permit (principal, action, resource);';

/** Asks the engine with the calls that a policy must deny and those that it must let through. */
export function checkPolicy(
	engine: PolicyEngine,
	policy: string,
	impact: readonly PolicyRequest[],
	needed: readonly PolicyRequest[],
): PolicyCheck {
	const policies = /^permit \(/m.test(policy) ? policy : `${BASELINE}\n${policy}`;
	const count = (requests: readonly PolicyRequest[], wanted: 'allow' | 'deny'): number =>
		requests.filter((request) => engine.decide(policies, request) === wanted).length;
	return {
		engine: engine.name,
		impact: impact.length,
		denied: count(impact, 'deny'),
		needed: needed.length,
		allowed: count(needed, 'allow'),
	};
}
