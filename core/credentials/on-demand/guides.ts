import type { Credential } from '../credential.ts';

type Named = Pick<Credential, 'kind' | 'name' | 'providerId' | 'principal'>;

/** How a provider issues credentials that end by themselves, in place of one that stays. */
export interface OnDemandGuide {
	/** Provider of the catalogue. */
	readonly provider: string;
	readonly title: string;
	/** How long what it issues lives. */
	readonly lives: string;
	readonly how: string;
	/** What to write, for that credential; `null`: for any. */
	readonly snippet: (credential: Named | null) => string;
	/** The page of the provider that says so. */
	readonly source: string;
}

/** A name from outside as one word of a snippet: nothing that a shell or a file could read otherwise. */
const word = (text: string | null | undefined, otherwise: string): string =>
	text != null && /^[\w.@/:+=,-]{1,200}$/.test(text) ? text : otherwise;

const named = (credential: Named | null, otherwise: string): string =>
	word(credential?.name, otherwise);

export const onDemandGuides: readonly OnDemandGuide[] = [
	{
		provider: 'aws',
		title: 'AWS: a role that is assumed',
		lives: '15 minutes to 12 hours',
		how: 'Give the work a role instead of a user with access keys. What runs on AWS gets it by its instance, task or pod; what runs elsewhere assumes it with STS, from an OIDC token where there is one. Then delete the access key.',
		snippet: (credential) => {
			const account = /^arn:aws:iam::(\d{12}):/.exec(credential?.principal ?? '')?.[1];
			return `aws sts assume-role \\
  --role-arn arn:aws:iam::${account ?? 'ACCOUNT'}:role/ROLE \\
  --role-session-name ${named(credential, 'NAME').replace(/[^\w+=,.@-]/g, '-')} \\
  --duration-seconds 900`;
		},
		source: 'AWS IAM User Guide, “Temporary security credentials in IAM”',
	},
	{
		provider: 'github',
		title: 'GitHub: a token of an app’s installation',
		lives: '1 hour',
		how: 'Make a GitHub App with the permissions that are needed, install it on the repositories that are needed, and ask for a token when work begins. In Actions, GITHUB_TOKEN does it without an app. Then delete the personal token.',
		snippet: () => `- uses: actions/create-github-app-token@v2
  id: app
  with:
    app-id: \${{ vars.APP_ID }}
    private-key: \${{ secrets.APP_PRIVATE_KEY }}
    repositories: REPOSITORY
- run: gh api /repos/OWNER/REPOSITORY
  env:
    GH_TOKEN: \${{ steps.app.outputs.token }}`,
		source: 'GitHub Docs, “Generating an installation access token for a GitHub App”',
	},
	{
		provider: 'gcp',
		title: 'Google Cloud: workload identity federation',
		lives: '1 hour',
		how: 'Let the workload’s own identity (Kubernetes, GitHub Actions, AWS, any OIDC) stand for the service account, and delete the key file. For a person or a script, impersonate the service account.',
		snippet: (credential) => `gcloud auth print-access-token \\
  --impersonate-service-account=${word(credential?.principal, 'NAME@PROJECT.iam.gserviceaccount.com')} \\
  --lifetime=900s`,
		source: 'Google Cloud IAM, “Workload identity federation”, “Create short-lived credentials”',
	},
	{
		provider: 'azure',
		title: 'Azure: a managed or federated identity',
		lives: 'about 1 hour',
		how: 'What runs on Azure gets a managed identity; what runs elsewhere is trusted by its OIDC issuer. Neither has a secret to keep. Then remove the password credential.',
		snippet: (credential) => `az ad app federated-credential create \\
  --id ${word(credential?.principal, 'APPLICATION-ID')} \\
  --parameters '{"name": "deploy", "issuer": "https://token.actions.githubusercontent.com",
    "subject": "repo:OWNER/REPOSITORY:environment:production",
    "audiences": ["api://AzureADTokenExchange"]}'`,
		source: 'Microsoft Entra, “Workload identity federation”',
	},
	{
		provider: 'kubernetes',
		title: 'Kubernetes: a bound service-account token',
		lives: '10 minutes and more; 1 hour by default',
		how: 'Pods get tokens that end and are renewed by themselves. For what stands outside, ask for one when work begins. Then delete the Secret of type kubernetes.io/service-account-token.',
		snippet: (credential) =>
			`kubectl create token ${named(credential, 'SERVICE-ACCOUNT')} --namespace NAMESPACE --duration 10m`,
		source: 'Kubernetes Documentation, “Managing Service Accounts”',
	},
	{
		provider: 'vault',
		title: 'Vault or OpenBao: a token with a short life, or a dynamic secret',
		lives: 'as its role says',
		how: 'Sign in by what the workload is (Kubernetes, AWS, JWT) and take a token that ends; take database and cloud credentials from a secrets engine, which makes them anew and revokes them.',
		snippet: () => `vault write auth/jwt/role/deploy role_type=jwt user_claim=sub \\
  bound_audiences=vault token_policies=deploy token_ttl=15m token_max_ttl=15m
vault read database/creds/ROLE`,
		source: 'Vault documentation, “JWT/OIDC auth method”, “Database secrets engine”',
	},
	{
		provider: 'postgres',
		title: 'PostgreSQL: a role that is made for the work',
		lives: 'as its role says',
		how: 'Let Vault’s or OpenBao’s database engine make a role for each use, with an end that PostgreSQL itself holds to. On AWS, RDS takes IAM tokens of 15 minutes in place of a password.',
		snippet: () => `vault write database/roles/reader db_name=main default_ttl=15m max_ttl=1h \\
  creation_statements="CREATE ROLE \\"{{name}}\\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO \\"{{name}}\\";"`,
		source: 'Vault documentation, “PostgreSQL database secrets engine”',
	},
	{
		provider: 'gitlab',
		title: 'GitLab: the job’s own token',
		lives: 'as long as the job',
		how: 'In a pipeline use CI_JOB_TOKEN, and id_tokens to sign in elsewhere by OIDC. Then revoke the access token.',
		snippet: () => `deploy:
  id_tokens:
    CLOUD_TOKEN:
      aud: https://sts.amazonaws.com
  script:
    - curl --header "JOB-TOKEN: $CI_JOB_TOKEN" "$CI_API_V4_URL/projects/$CI_PROJECT_ID/packages"`,
		source: 'GitLab Docs, “GitLab CI/CD job token”, “ID tokens”',
	},
	{
		provider: 'npm',
		title: 'npm: trusted publishing',
		lives: 'as long as the job',
		how: 'Name the repository and workflow on the package’s page; the registry then takes the job’s OIDC token. Then revoke the publish token.',
		snippet: () => `permissions:
  id-token: write
steps:
  - run: npm publish`,
		source: 'npm Docs, “Trusted publishing for npm packages”',
	},
	{
		provider: 'cloudflare',
		title: 'Cloudflare: a token with an end',
		lives: 'as expires_on says',
		how: 'Cloudflare has no exchange of identities for its API: have a token that makes tokens, kept where nobody works, make one for each deployment with few permissions and an end.',
		snippet: () => `curl -X POST https://api.cloudflare.com/client/v4/accounts/ACCOUNT/tokens \\
  -H "Authorization: Bearer $TOKEN_THAT_MAKES_TOKENS" -H "Content-Type: application/json" \\
  -d "{\\"name\\": \\"deploy\\", \\"expires_on\\": \\"$(date -u -d '+1 hour' +%FT%TZ)\\", \\"policies\\": [ … ]}"`,
		source: 'Cloudflare API, “Create Token”',
	},
	{
		provider: 'railway',
		title: 'Railway: a project token, taken out after the work',
		lives: 'until it is deleted: Railway’s tokens have no end',
		how: 'Railway issues none that ends by itself. Use a token of one project’s environment in place of the account’s, keep it in the deployment’s secret store and nowhere on a disk, and delete it by API when the work is over.',
		snippet: (credential) =>
			`mutation { projectTokenDelete(id: "${word(credential?.providerId, 'ID')}") }`,
		source: 'Railway Docs, “Public API”, project tokens',
	},
	{
		provider: 'aftertrace',
		title: 'This console: a key for days, not for years',
		lives: '1 day and more; 30 days by default',
		how: 'Ask for the days that the work takes, and for the one scope that it needs. A key that sends logs needs events.ingest alone.',
		snippet: () => `curl -X POST https://CONSOLE/api/v1/api-keys \\
  -H "Authorization: Bearer $ADMIN_KEY" -H "Content-Type: application/json" \\
  -d '{"name": "collector", "scopes": ["events.ingest"], "lifetimeDays": 1}'`,
		source: 'docs/connect.md',
	},
];

/** The guide for credentials of a provider; null: none is written down. */
export const guideFor = (provider: string): OnDemandGuide | null =>
	onDemandGuides.find((guide) => guide.provider === provider) ?? null;
