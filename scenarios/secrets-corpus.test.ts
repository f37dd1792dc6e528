import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { rawText } from '@/core/event/text.ts';
import { secretKind, secretKinds } from '@/core/secrets/kinds/registry.ts';
import { createRedactor } from '@/core/secrets/redactor.ts';
import { lookAlikesInContexts, type Specimen, secretsInContexts } from './secrets-corpus.ts';

const key = randomBytes(32);
const hmac = (label: string, text: string) =>
	createHmac('sha256', key).update(`${label}\u0000${text}`).digest('hex');

const hides = ({ text, secret }: Specimen): boolean => {
	const { text: redacted, found } = createRedactor({ hmac }).redactText(rawText(text));
	const hidden = found.some(({ kind }) => secretKind(kind)?.identifier !== true);
	return hidden && (secret === null || !redacted.includes(secret));
};

const seed = randomBytes(4).readUInt32BE() % 1_000_000;
const secrets = secretsInContexts(seed);

test('at least 150 kinds are found by a rule of their own', () => {
	expect(new Set(secrets.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(150);
	expect(secretKinds.length).toBeGreaterThanOrEqual(150);
});

test(`fresh secrets of every kind are hidden in ten contexts, and look-alikes stay (seed ${seed})`, () => {
	const hidden = secrets.filter(hides).length;
	const alarms = lookAlikesInContexts(secrets.length).filter(hides).length;
	expect(hidden / secrets.length).toBeGreaterThanOrEqual(0.95);
	expect(hidden / (hidden + alarms)).toBeGreaterThanOrEqual(0.95);
});

test('a secret in a URL has the fingerprint that it has elsewhere', () => {
	const specimen = secrets.find(
		({ context, secret, kind }) =>
			context === 'query string' &&
			encodeURIComponent(secret ?? '') !== secret &&
			(secretKind(kind)?.keywords.length ?? 0) > 0,
	) as Specimen;
	const print = (text: string) =>
		createRedactor({ hmac })
			.redactText(rawText(text))
			.found.map(({ fingerprint }) => fingerprint);
	expect(print(specimen.text)).toEqual(print(` ${specimen.secret} `));
});
