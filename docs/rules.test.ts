import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ownFields, ownStructures } from '@/core/detection/event-fields.ts';
import { modifierNames } from '@/core/detection/sigma/modifiers.ts';
import { transformationTypes } from '@/core/detection/sigma/pipeline.ts';
import { correlationTypes } from '@/core/detection/sigma/rule.ts';

const text = readFileSync('docs/rules.md', 'utf8');
const section = text.slice(text.indexOf('own fields\n'), text.indexOf('## Writing a rule'));
const documented = section
	.split('\n')
	.filter((line) => line.startsWith('| `'))
	.flatMap((line) =>
		[...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1]),
	)
	.map((name) => name?.replace(/\.…$/, ''));

describe('docs/rules.md', () => {
	it('names every field of its own, and none that does not exist', () => {
		const fields = [...Object.keys(ownFields), ...Object.keys(ownStructures)];
		expect([...documented].sort()).toEqual(fields.sort());
	});

	it('names every modifier, every correlation and every transformation', () => {
		for (const name of [...modifierNames, ...correlationTypes, ...transformationTypes])
			expect(text).toContain(`\`${name}\``);
	});

	it('the shipped rules ask for no field of its own that does not exist', () => {
		const fields = new Set([...Object.keys(ownFields), ...Object.keys(ownStructures)]);
		for (const folder of ['agents', 'credentials', 'correlations', 'backups'])
			for (const file of readdirSync(`rules/${folder}`)) {
				for (const document of readFileSync(`rules/${folder}/${file}`, 'utf8').split('\n---\n')) {
					if (!/product: aftertrace/.test(document)) continue;
					const detection = document.slice(document.indexOf('\ndetection:'));
					for (const [, name = ''] of detection.matchAll(/^ {4}"?([a-z_.]+)(?:\|[a-z|]+)?"?:/gm))
						expect(
							fields.has(name) || fields.has(name.split('.')[0] ?? ''),
							`${file}: ${name}`,
						).toBe(true);
				}
			}
	});
});
