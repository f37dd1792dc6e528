import { secretKind } from '../../secrets/kinds/registry.ts';

/** Scanners' rule names whose kind has another name here. Others are kept as they are. */
const aliases: Readonly<Record<string, string>> = {
	'aws-access-token': 'aws-access-key',
	aws: 'aws-access-key',
	'github-pat': 'github-classic-token',
	'github-fine-grained-pat': 'github-fine-grained-token',
	'github-oauth': 'github-oauth-token',
	'github-app-token': 'github-installation-token',
	github: 'github-classic-token',
	'gitlab-pat': 'gitlab-access-token',
	gitlab: 'gitlab-access-token',
	'generic-api-key': 'api-key',
	'private-key': 'private-key',
	privatekey: 'private-key',
	jwt: 'json-web-token',
	slack: 'slack-bot-token',
	npmtoken: 'npm-access-token',
};

const providers = [
	'aws',
	'azure',
	'gcp',
	'github',
	'gitlab',
	'cloudflare',
	'railway',
	'vercel',
	'slack',
	'stripe',
	'npm',
	'openai',
	'anthropic',
	'heroku',
	'datadog',
	'digitalocean',
	'supabase',
	'vault',
	'kubernetes',
	'postgres',
	'twilio',
	'sendgrid',
	'pypi',
	'fly',
	'linear',
	'sentry',
];

/** A scanner's rule as a kind and its provider; a rule that nothing here names keeps its own name. */
export function kindOfRule(rule: string): { kind: string; provider: string } {
	const name = rule
		.trim()
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
	const kind = Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name;
	const known = secretKind(kind);
	if (known !== null) return { kind, provider: known.provider };
	const provider = providers.find((each) => name === each || name.startsWith(`${each}-`));
	return { kind: kind === '' ? 'secret' : kind, provider: provider ?? 'generic' };
}

export const providerOfKind = (kind: string): string => secretKind(kind)?.provider ?? 'generic';

/** Words of kinds that are written otherwise than they sound. */
const spellings: Readonly<Record<string, string>> = {
	api: 'API',
	aws: 'AWS',
	gcp: 'Google Cloud',
	github: 'GitHub',
	gitlab: 'GitLab',
	iam: 'IAM',
	id: 'id',
	jwt: 'JWT',
	npm: 'npm',
	oauth: 'OAuth',
	openai: 'OpenAI',
	pat: 'personal access token',
	pypi: 'PyPI',
	sendgrid: 'SendGrid',
	ssh: 'SSH',
};

/** A kind in words. */
export const kindTitle = (kind: string): string =>
	secretKind(kind)?.title ??
	kind
		.split('-')
		.map((word, index) => {
			if (Object.hasOwn(spellings, word)) return spellings[word];
			return index === 0 ? word.replace(/^./, (first) => first.toUpperCase()) : word;
		})
		.join(' ');
