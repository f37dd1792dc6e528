import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { genericFields } from '@/core/formats/generic-ndjson/schema.ts';
import { formatReaders } from '@/core/formats/registry.ts';
import { secretKinds } from '@/core/secrets/kinds/registry.ts';

const formats = readFileSync('docs/formats.md', 'utf8');
const redaction = readFileSync('docs/redaction.md', 'utf8');

test('every format is documented with what it reads and the versions that were tried', () => {
	for (const { id, title, family, versions } of formatReaders) {
		expect(formats).toContain(`| \`${id}\` | ${title} | ${family} | ${versions} |`);
	}
});

test('every key that the generic reader tries is documented, in its order', () => {
	for (const [meaning, keys] of Object.entries(genericFields)) {
		expect(formats).toContain(`| ${meaning} | ${keys.map((key) => `\`${key}\``).join(', ')} |`);
	}
});

test('every kind of secret is documented', () => {
	for (const { id } of secretKinds) expect(redaction).toContain(`\`${id}\``);
});
