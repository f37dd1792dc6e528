import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rawText } from '@/core/event/text.ts';
import { createRedactor } from '../redactor.ts';
import { entropy, isPlaceholder } from '../values.ts';
import type { SecretKind } from './kind.ts';
import { secretKinds } from './registry.ts';

const hmac = (label: string, text: string) =>
	createHmac('sha256', 'a key of the tests').update(`${label}\0${text}`).digest('hex');
const fresh = () => createRedactor({ hmac });
const redact = (text: string) => fresh().redactText(rawText(text)).text as string;

/** Secrets as a generator makes them: of the kind's shape and as random as real ones. */
function specimensOf(kind: SecretKind): fc.Arbitrary<{ text: string; secret: string }> {
	const shape = new RegExp(kind.shape.source, kind.shape.flags);
	return (
		fc
			.noShrink(fc.noBias(fc.stringMatching(new RegExp(`^(?:${shape.source})$`))))
			.map((text) => ({
				text,
				secret: new RegExp(`^(?:${shape.source})$`, shape.flags).exec(text)?.[1] ?? text,
			}))
			.filter(
				({ secret }) =>
					entropy(secret) >= Math.max(kind.entropyMin, 2.9) && (kind.valid?.(secret) ?? true),
			)
			.filter(
				({ text }) =>
					!/example|x{6,}|0{10,}|\*{3,}|abcdefghijkl|your[-_]|placeholder|redacted|123456789/i.test(
						text,
					),
			)
			// what surrounds a secret in a shape is written plainly, so that contexts do not stretch it
			.filter(({ text, secret }) =>
				/^[\w .:=/-]{0,40}$/.test(text.slice(0, text.length - secret.length)),
			)
	);
}

const shapedKinds = secretKinds.filter((kind) => kind.keywords.length > 0);
const namedKinds = secretKinds.filter((kind) => kind.names !== null || kind.provider === 'generic');

const contexts: readonly ((text: string) => string)[] = [
	(text) => text,
	(text) => `the token is ${text}, keep it`,
	(text) => `export MY_VALUE="${text}"\nls`,
	(text) => `curl -H "Authorization: Bearer ${text}" https://api.invalid/v1`,
	(text) => JSON.stringify({ a: { b: [`x=${text}`] } }),
	(text) => JSON.stringify(JSON.stringify({ line: `first\n${text}\nlast` })),
	(text) => `https://host.invalid/path?q=1&t=${text}`,
];

describe('a secret of a known shape', () => {
	test.each(shapedKinds.map((kind) => [kind.id, kind] as const))(
		'%s leaves nothing of itself in any context',
		(_, kind) => {
			fc.assert(
				fc.property(
					specimensOf(kind),
					fc.constantFrom(...contexts),
					({ text, secret }, context) => {
						const whole = context(text);
						// JSON escapes what some shapes contain; then the escaped spelling is what must go
						const { text: redacted, found } = fresh().redactText(rawText(whole));
						expect(found.length).toBeGreaterThan(0);
						if (!kind.identifier) expect(redacted).not.toContain(secret);
					},
				),
				{ numRuns: 12 },
			);
		},
	);

	test('more than a hundred and fifty kinds are known, each under an id of its own', () => {
		const ids = secretKinds.map((kind) => kind.id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.length).toBeGreaterThan(150);
		expect(namedKinds.length).toBeGreaterThan(50);
	});
});

describe('a secret of a kind that its name gives away', () => {
	const kinds = secretKinds.filter(
		(kind) => kind.names !== null && !kind.shape.source.includes('[^\\s]'),
	);
	const settings: readonly ((name: string, value: string) => string)[] = [
		(name, value) => `export ${name.toUpperCase()}=${value}`,
		(name, value) => JSON.stringify({ settings: { [name]: value } }),
		(name, value) => JSON.stringify(`run with ${name}="${value}" set`),
		(name, value) => `${name}: ${value}\n`,
	];

	test.each(kinds.map((kind) => [kind.id, kind] as const))(
		'%s is hidden wherever it is assigned',
		(_, kind) => {
			const plainName = (kind.names as RegExp).source.replace(/\\w\{[^}]*\}/g, '');
			const name = fc.stringMatching(new RegExp(`^(?:${plainName.replace(/\^/g, '')})`));
			fc.assert(
				fc.property(
					fc.noShrink(name),
					specimensOf(kind),
					fc.constantFrom(...settings),
					(key, { secret }, setting) => {
						fc.pre(!isPlaceholder(secret)); // by chance a word of instructions stands in it
						expect(redact(setting(key, secret))).not.toContain(secret);
					},
				),
				{ numRuns: 12 },
			);
		},
	);
});
