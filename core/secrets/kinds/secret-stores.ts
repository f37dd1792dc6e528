import { named, type SecretKind, shaped } from './kind.ts';

/** Where secrets are kept. */
export const secretStoreKinds: readonly SecretKind[] = [
	shaped(
		'doppler-token',
		'Doppler token',
		'doppler',
		['dp.pt.', 'dp.st.', 'dp.sa.', 'dp.ct.', 'dp.scim.', 'dp.audit.'],
		/dp\.(?:pt|ct|sa|scim|audit|st(?:\.[\w-]{2,35})?)\.[0-9A-Za-z]{40,44}/,
	),
	shaped('vault-service-token', 'Vault service token', 'vault', 'hvs.', /hvs\.[\w-]{24,200}/, {
		entropyMin: 3.5,
	}),
	shaped('vault-batch-token', 'Vault batch token', 'vault', 'hvb.', /hvb\.[\w-]{100,400}/, {
		entropyMin: 3.5,
	}),
	shaped('vault-recovery-token', 'Vault recovery token', 'vault', 'hvr.', /hvr\.[\w-]{24,200}/, {
		entropyMin: 3.5,
	}),
	shaped(
		'vault-legacy-token',
		'Vault service token (before 1.10)',
		'vault',
		's.',
		/s\.[0-9A-Za-z]{24}/,
		{ entropyMin: 3.4, valid: (s) => /\d/.test(s) && /[a-z]/.test(s.slice(2)) && /[A-Z]/.test(s) },
	),
	named(
		'vault-token',
		'Vault token',
		'vault',
		/(?:vault(?:root|dev|dev?roottokenid)?token|xvaulttoken)$/,
		/[\w.-]{20,200}/,
	),
	shaped(
		'onepassword-service-token',
		'1Password service account token',
		'onepassword',
		'ops_eyj',
		/ops_eyJ[0-9A-Za-z+/]{250,4000}={0,3}/,
		{ entropyMin: 3.8 },
	),
	shaped(
		'onepassword-secret-key',
		'1Password secret key',
		'onepassword',
		'a3-',
		/A3-[0-9A-Z]{6}-(?:[0-9A-Z]{11}|[0-9A-Z]{6}-[0-9A-Z]{5})-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}/,
		{ entropyMin: 3.5 },
	),
	shaped(
		'bitwarden-machine-token',
		'Bitwarden Secrets Manager access token',
		'bitwarden',
		'0.',
		/0\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.[0-9A-Za-z]{30}:[0-9A-Za-z+/]{22}==/,
	),
	shaped(
		'infisical-token',
		'Infisical service token',
		'infisical',
		'st.',
		/st\.[0-9a-f-]{24,36}\.[0-9a-f]{32}\.[0-9a-f]{32}/,
	),
	shaped(
		'age-secret-key',
		'age secret key',
		'age',
		'age-secret-key-1',
		/AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}/i,
	),
];
