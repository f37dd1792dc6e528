import { z } from 'zod';

/** Where this program sends something by itself: over TLS, or to this machine. */
export const outsideAddress = z
	.url()
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

export const secretText = z.string().min(8).max(4_096);
