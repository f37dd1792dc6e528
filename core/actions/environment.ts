import type { Environment } from '../incidents/document.ts';

export interface EnvironmentReading {
	readonly value: Environment;
	readonly reason: string;
}

/**
 * Words that name an environment. Matched as whole words within names (`acme-prod-db`, `staging_eu`),
 * so that `product` and `developer` do not count. Most specific first: `preprod` is not production.
 */
const WORDS: readonly (readonly [Exclude<Environment, 'unknown'>, RegExp])[] = [
	['staging', /^(staging|stage|stg|stag|uat|preprod|preproduction|qa|nonprod|acceptance|canary)$/],
	['production', /^(production|prod|prd|live|prods)$/],
	[
		'development',
		/^(development|develop|dev|sandbox|test|testing|tests|local|localhost|scratch|playground|preview|ephemeral|ci|demo|tmp|temp|devel|dev\d*|sbx)$/,
	],
];

const split = (text: string): string[] =>
	text
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.replace(/pre-?prod(uction)?\b/g, 'preprod')
		.replace(/non-?prod(uction)?\b/g, 'nonprod')
		.split(/[^a-z0-9]+/)
		.filter(Boolean);

/** Contexts of clusters that run on the machine itself, as the tools that make them call them. */
const LOCAL_CLUSTER =
	/^(?:kind-[\w.-]+|k3d-[\w.-]+|minikube|docker-desktop|docker-for-desktop|rancher-desktop|orbstack|colima|microk8s)$/;

/** The environment that a provider's own field names: `production`, `Prod`, `stg-eu`; null when it names none. */
export function environmentNamed(field: string): Exclude<Environment, 'unknown'> | null {
	if (LOCAL_CLUSTER.test(field.trim())) return 'development';
	const words = split(field);
	for (const [environment, pattern] of WORDS)
		if (words.some((word) => pattern.test(word))) return environment;
	return null;
}

/** The environment that a resource's name, id, host or path suggests. */
export function environmentOfName(name: string): EnvironmentReading | null {
	// Whose home a path lies in says nothing: many a machine has a user called `dev`.
	const environment = environmentNamed(name.replace(/([/\\](?:home|Users)[/\\])[^/\\]+/i, '$1'));
	return environment === null
		? null
		: { value: environment, reason: `the name “${name.slice(0, 80)}”` };
}

const PROSE: readonly (readonly [Exclude<Environment, 'unknown'>, RegExp])[] = [
	['staging', /\b(staging|stage environment|stg|uat|pre-?prod(uction)?|qa environment)\b/i],
	['production', /\b(production|prod|prd|live (?:site|system|database|environment|server))\b/i],
	[
		'development',
		/\b(development|dev environment|dev (?:server|database|db|cluster|stack|machine)|sandbox|test environment|test database|scratch (?:database|db)|localhost|locally|local (?:machine|environment|setup|stack|database|db|cluster|server|dev)|playground|preview environment|scratch)\b/i,
	],
];

/** Words before an environment that keep the agent out of it: “do not touch production”. */
const FORBIDDEN =
	/\b(do not|don['’]t|never|without|not|avoid|leave|except|instead of|keep)\b[^.;!?\n]{0,60}$/i;

export interface PromptEnvironments {
	readonly named: readonly Exclude<Environment, 'unknown'>[];
	/** Named only to keep the agent out of it. */
	readonly forbidden: readonly Exclude<Environment, 'unknown'>[];
}

/** The environments that a prompt puts in scope, and those that it rules out. */
export function environmentsOfPrompt(prompt: string): PromptEnvironments {
	const named = new Set<Exclude<Environment, 'unknown'>>();
	const forbidden = new Set<Exclude<Environment, 'unknown'>>();
	for (const [environment, pattern] of PROSE) {
		for (const match of prompt.matchAll(new RegExp(pattern.source, 'gi'))) {
			const before = prompt.slice(Math.max(0, match.index - 80), match.index);
			(FORBIDDEN.test(before) ? forbidden : named).add(environment);
		}
	}
	for (const environment of named) forbidden.delete(environment);
	return { named: [...named], forbidden: [...forbidden] };
}
