import { z } from 'zod';

/** Where this program sends something by itself: over TLS, or to this machine. */
export const outsideAddress = z
	.url('not an address such as https://example.org')
	.max(500)
	.refine(isAllowed, 'https only; http is allowed to this machine');

function isAllowed(value: string): boolean {
	const url = new URL(value);
	if (url.username !== '' || url.password !== '') return false;
	return url.protocol === 'https:' || /^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname);
}

/** A name at a provider: an organization, a workspace, an account. */
export const providerWord = z
	.string()
	.trim()
	.regex(/^[\w.@:/-]{1,200}$/, 'letters, digits and . @ : / - _ only');

export const secretText = z
	.string()
	.min(8, 'at least 8 characters')
	.max(4_096, 'at most 4,096 characters');

export const accessKeyWord = z
	.string()
	.trim()
	.regex(/^\w{8,128}$/, 'not an access key id: letters and digits, at least 8');
