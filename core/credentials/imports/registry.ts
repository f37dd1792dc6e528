import { aftertraceInventory } from './aftertrace.ts';
import { anthropicKeys } from './anthropic.ts';
import { awsAccessKeys } from './aws-access-keys.ts';
import { awsAccountDetails } from './aws-account-details.ts';
import { awsCredentialReport } from './aws-credential-report.ts';
import { azurePasswordCredentials } from './azure.ts';
import { cloudflareTokens } from './cloudflare.ts';
import { gcpServiceAccountKeys } from './gcp.ts';
import { genericCsv } from './generic-csv.ts';
import { githubDeployKeys, githubInstallations, githubSecretAlerts } from './github-access.ts';
import { githubAuthorizations, githubFineGrainedTokens } from './github-tokens.ts';
import { gitlabTokens } from './gitlab.ts';
import { gitleaks, gitleaksSarif } from './gitleaks.ts';
import { npmTokens } from './npm.ts';
import { openaiKeys } from './openai.ts';
import { railwayTokens } from './railway.ts';
import type { ImportReader } from './reader.ts';
import { trufflehog } from './trufflehog.ts';
import { vaultAccessors } from './vault.ts';

/** Every source that can be imported, the most telling first; a table that none knows is tried last. */
export const importReaders: readonly ImportReader[] = [
	aftertraceInventory,
	gitleaksSarif,
	gitleaks,
	trufflehog,
	awsCredentialReport,
	awsAccountDetails,
	awsAccessKeys,
	githubFineGrainedTokens,
	githubAuthorizations,
	githubInstallations,
	githubSecretAlerts,
	githubDeployKeys,
	gitlabTokens,
	vaultAccessors,
	gcpServiceAccountKeys,
	azurePasswordCredentials,
	cloudflareTokens,
	npmTokens,
	openaiKeys,
	anthropicKeys,
	railwayTokens,
	genericCsv,
];
