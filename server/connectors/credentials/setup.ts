import { z } from 'zod';
import { accessKeyWord, outsideAddress, providerWord, secretText } from '../parts.ts';

/** Kinds of connectors that pull a provider's list of its credentials. */
export const credentialConnectorKinds = [
	'github-credentials',
	'aws-iam',
	'railway-tokens',
	'vault-tokens',
	'cloudflare-tokens',
] as const;
export type CredentialConnectorKind = (typeof credentialConnectorKinds)[number];

const token = z.object({ token: secretText });
const address = outsideAddress.optional();

export const githubCredentialsSetup = z.object({
	kind: z.literal('github-credentials'),
	settings: z.object({ owner: providerWord, endpoint: address }),
	credential: token,
});
export const awsIamSetup = z.object({
	kind: z.literal('aws-iam'),
	settings: z.object({ endpoint: address }),
	credential: z.object({
		accessKeyId: accessKeyWord,
		secretAccessKey: secretText,
		sessionToken: secretText.optional(),
	}),
});
export const railwayTokensSetup = z.object({
	kind: z.literal('railway-tokens'),
	settings: z.object({
		/** Whose projects' tokens are asked for; left out: those of the token's account. */
		workspace: providerWord.optional(),
		endpoint: address,
	}),
	credential: token,
});
export const vaultTokensSetup = z.object({
	kind: z.literal('vault-tokens'),
	settings: z.object({ endpoint: outsideAddress, namespace: providerWord.optional() }),
	credential: token,
});
export const cloudflareTokensSetup = z.object({
	kind: z.literal('cloudflare-tokens'),
	settings: z.object({
		/** Left out: the tokens of the user whose token it is. */
		account: providerWord.optional(),
		endpoint: address,
	}),
	credential: token,
});

export type GithubCredentialsSetup = z.infer<typeof githubCredentialsSetup>;
export type AwsIamSetup = z.infer<typeof awsIamSetup>;
export type RailwayTokensSetup = z.infer<typeof railwayTokensSetup>;
export type VaultTokensSetup = z.infer<typeof vaultTokensSetup>;
export type CloudflareTokensSetup = z.infer<typeof cloudflareTokensSetup>;
export type CredentialConnectorSetup =
	| GithubCredentialsSetup
	| AwsIamSetup
	| RailwayTokensSetup
	| VaultTokensSetup
	| CloudflareTokensSetup;

/** One list of a provider, in a shape that the inventory's importers know. */
export interface PulledList {
	/** Of the source: `personal-access-tokens, page 3`. */
	readonly name: string;
	/** Null: there is nothing in it. */
	readonly document: object | null;
	/** Where to go on; null: the sweep is over, and the next one begins anew. */
	readonly cursor: unknown;
	/** What the provider did not show, in one public line. */
	readonly note?: string;
}
