import { fingerprint as brand, type Fingerprint } from '@/core/event/ids.ts';
import type { RedactedText } from '@/core/event/text.ts';

/** `‹kind:fingerprint›`: what stands where a secret stood. */
export const marker = (kind: string, print: Fingerprint): string => `‹${kind}:${print}›`;

const MARKER = /‹([a-z0-9-]{1,60}):([0-9a-f]{20})›/g;

export interface MarkerSpan {
	readonly start: number;
	readonly end: number;
	readonly kind: string;
	readonly fingerprint: Fingerprint;
}

/** Every marker in redacted text, in order. */
export function markersIn(text: RedactedText | string): MarkerSpan[] {
	if (!text.includes('‹')) return [];
	return [...text.matchAll(MARKER)].map((m) => ({
		start: m.index,
		end: m.index + m[0].length,
		kind: m[1] as string,
		fingerprint: brand(m[2] as string),
	}));
}

/**
 * Turns the brackets of whatever looks like a marker in a source's text into ASCII ones, so that
 * no log can claim that a credential stood where none did, nor borrow a fingerprint that it saw.
 */
export const withoutForgedMarkers = (text: string): string =>
	text.includes('‹') ? text.replace(MARKER, '<$1:$2>') : text;

/**
 * Text with every marker reduced to `‹secret›`: the same under every key, and also when a secret's
 * kind became known better. Event ids derive from it.
 */
export const withoutFingerprints = (text: string): string =>
	text.includes('‹') ? text.replace(MARKER, '‹secret›') : text;
