import { expect, test } from 'vitest';
import { kindTitle } from './kinds.ts';

test.each([
	['gcp-service-account-key', 'Google Cloud service account key'],
	['github-deploy-key', 'GitHub deploy key'],
	['npm-publish-token', 'npm publish token'],
	['azure-service-principal-secret', 'Azure service principal secret'],
	['internal-signing-key', 'Internal signing key'],
	['constructor', 'Constructor'],
])('the kind %s is said as %s', (kind, title) => {
	expect(kindTitle(kind)).toBe(title);
});
