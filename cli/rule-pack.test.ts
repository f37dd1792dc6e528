import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newRunState, readActs } from '@/core/actions/understand.ts';
import { createUnderstanding, type Understanding } from '@/core/actions/understanding.ts';
import { createDetector } from '@/core/detection/detector.ts';
import { eventSubjects } from '@/core/detection/event-subjects.ts';
import { isMapped } from '@/core/detection/log-sources.ts';
import { loadRules } from '@/core/detection/sigma/load.ts';
import type { LoadedRules } from '@/core/detection/sigma/rule.ts';
import type { Event, Run } from '@/core/event/event.ts';
import { eventId, fingerprint } from '@/core/event/ids.ts';
import { ownText } from '@/core/event/text.ts';
import { epochMicros } from '@/core/event/time.ts';
import { plainRecord } from '@/core/formats/provider-reader.ts';
import { plainRun } from '@/core/formats/run-of.ts';
import { loadShellGrammar } from '@/server/parsers/shell-grammar.ts';
import { loadSqlGrammar } from '@/server/parsers/sql-grammar.ts';
import { readRuleFolder } from '@/server/rules/rule-folder.ts';
import { shippedRules } from './rule-folder.ts';

/**
 * The logs in `tests/`: an event a line. `at` is seconds; what a line leaves out has no meaning for
 * its rule. `format` and `raw` are a provider's record as received, everything else an event.
 */
interface TestLine extends Partial<Omit<Event, 'run' | 'sightings' | 'raw'>> {
	readonly at: number;
	readonly format?: string;
	readonly raw?: unknown;
	readonly run?: Partial<Run>;
	readonly sightings?: readonly { readonly kind: string; readonly fingerprint: string }[];
}

let loaded: LoadedRules;
let understanding: Understanding;
beforeAll(async () => {
	loaded = loadRules(await readRuleFolder(shippedRules));
	understanding = createUnderstanding({
		shell: await loadShellGrammar(),
		sql: await loadSqlGrammar(),
	});
});

function eventOf(line: TestLine, index: number): Event {
	return {
		kind: 'record',
		actor: { type: 'unknown', name: null },
		text: ownText(''),
		call: null,
		result: null,
		approval: null,
		...line,
		record:
			line.record === undefined || line.record === null
				? null
				: plainRecord('test', '', line.record),
		id: eventId(`ev_${index}`),
		time: epochMicros(1.8e15 + line.at * 1e6),
		order: index * 1_000,
		origin: {
			format: line.format ?? 'test',
			source: 'test',
			path: null,
			line: index + 1,
			request: null,
		},
		run: line.run === undefined ? null : plainRun('run', 'test', line.run),
		sightings: (line.sightings ?? []).map((sighting) => ({
			...sighting,
			fingerprint: fingerprint(sighting.fingerprint),
			field: 'text',
			label: null,
			tail4: '',
			tail8: '',
		})),
		raw: ownText(JSON.stringify(line.raw ?? null)),
	};
}

/** Ids of the rules that match a log. */
function matchesIn(log: string): string[] {
	const detector = createDetector(loaded.rules);
	const found = new Set<string>();
	const state = newRunState();
	readFileSync(path.join(shippedRules, 'tests', log), 'utf8')
		.trim()
		.split('\n')
		.forEach((text, index) => {
			const event = eventOf(JSON.parse(text) as TestLine, index);
			const acts = readActs(event, understanding, state);
			for (const subject of eventSubjects(event, acts, { environment: null, outcome: null }))
				for (const rule of detector.add(subject)) found.add(rule.id);
		});
	for (const { rule } of detector.finish()) found.add(rule.id);
	return [...found];
}

const names = readdirSync(shippedRules, { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && entry.name !== 'tests')
	.flatMap((entry) => readdirSync(path.join(shippedRules, entry.name)))
	.map((file) => file.replace(/\.yml$/, ''));

/** The rule that a file is about: its first document. */
const ruleOf = (name: string) => {
	const own = loaded.rules.filter((rule) => rule.path.endsWith(`/${name}.yml`));
	return own.find((rule) => rule.kind === 'correlation') ?? own[0];
};

describe('the shipped rules', () => {
	it('load, every one, for logs that are read here', () => {
		expect(loaded.problems).toEqual([]);
		const unmapped = loaded.rules.filter(
			(rule) => rule.kind === 'event' && !isMapped(rule.logSource),
		);
		expect(unmapped).toEqual([]);
		expect(names.length).toBeGreaterThanOrEqual(60);
		const correlations = loaded.rules.filter((rule) => rule.kind === 'correlation');
		expect(correlations.length).toBeGreaterThanOrEqual(10);
	});

	it.each(names)('%s says what it is, and what it is for', (name) => {
		const rule = ruleOf(name);
		expect(rule?.id).toMatch(
			/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
		);
		expect(rule?.description?.length).toBeGreaterThan(20);
		expect(rule?.references.length).toBeGreaterThan(0);
		expect(rule?.falsePositives.length).toBeGreaterThan(0);
		for (const tag of rule?.tags ?? [])
			expect(tag).toMatch(
				/^(attack\.(t\d{4}(\.\d{3})?|[a-z-]+)|atlas\.aml\.t\d{4}(\.\d{3})?|owasp\.(asi|nhi|llm)\d{1,2})$/,
			);
		expect(rule?.tags.some((tag) => /\d/.test(tag))).toBe(true);
	});

	it.each(names)('%s finds what its positive log holds', (name) => {
		expect(matchesIn(`${name}.positive.ndjson`)).toContain(ruleOf(name)?.id);
	});

	it.each(names)('%s is silent over its negative log', (name) => {
		expect(matchesIn(`${name}.negative.ndjson`)).not.toContain(ruleOf(name)?.id);
	});
});
