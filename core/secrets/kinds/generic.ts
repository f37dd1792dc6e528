import { named, type SecretKind } from './kind.ts';

const never = /(?!)/;

/** What structure gives away: headers, URLs, key blocks, assignments. Found by rules, not shapes. */
export const genericKinds: readonly SecretKind[] = [
	named('bearer-token', 'Bearer token', 'generic', null, never),
	named('basic-credential', 'Basic authentication credential', 'generic', null, never),
	named('authorization-header', 'Authorization header value', 'generic', null, never),
	named('url-password', 'Password in a URL', 'generic', null, never),
	named('private-key', 'Private key', 'generic', null, never),
	named('json-web-token', 'JSON Web Token', 'generic', null, never),
	named('supabase-service-key', 'Supabase service role key (JWT)', 'supabase', null, never),
	named('kubernetes-token', 'Kubernetes service account token (JWT)', 'kubernetes', null, never),
	named('session-cookie', 'Cookie', 'generic', null, never),
	named('password', 'Password', 'generic', null, never),
	named('api-key', 'API key', 'generic', null, never),
	named('access-token', 'Token', 'generic', null, never),
	named('secret', 'Secret', 'generic', null, never),
	named('credential', 'Credential', 'generic', null, never),
	named('command-line-password', 'Password on a command line', 'generic', null, never),
];
