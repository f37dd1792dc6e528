import { describe, expect, it } from 'vitest';
import { recordFields } from '../record-fields.ts';
import { loadRules } from './load.ts';
import type { EventRule } from './rule.ts';
import { createRuleSet } from './rule-set.ts';

const anySource = [{ product: 'x', service: null, category: null }];

const ruleText = (detection: string): string =>
	`title: t\nid: one\nlogsource:\n  product: x\ndetection:\n${detection
		.split('\n')
		.map((line) => `  ${line}`)
		.join('\n')}\n`;

function load(detection: string, placeholders = {}) {
	return loadRules(
		[{ path: 'a.yml', text: ruleText(detection) }],
		[{ name: 'p', priority: 0, placeholders, wildcards: false, transformations: [] }],
	);
}

function matches(detection: string, record: unknown, placeholders = {}): boolean {
	const { rules, problems } = load(detection, placeholders);
	expect(problems).toEqual([]);
	const set = createRuleSet(rules as EventRule[]);
	return set.match({ sources: anySource, fields: recordFields(record) }).length > 0;
}

const s = (item: string): string => `s:\n  ${item}\ncondition: s`;

describe('detection items', () => {
	it.each([
		['equals without case', `f: 'CMD.exe'`, { f: 'cmd.EXE' }, true],
		['a whole value, not a part', `f: cmd`, { f: 'cmd.exe' }, false],
		['wildcards', `f: '*\\cmd?.exe'`, { f: 'C:\\a\\cmd1.exe' }, true],
		['an escaped wildcard', `f: 'a\\*b'`, { f: 'a*b' }, true],
		['an escaped wildcard is no wildcard', `f: 'a\\*b'`, { f: 'axb' }, false],
		['a backslash before a wildcard', `f: 'a\\\\*'`, { f: 'a\\anything' }, true],
		['a plain backslash', `f: 'C:\\Windows'`, { f: 'c:\\windows' }, true],
		['numbers as they are written', `f: 4688`, { f: '4688' }, true],
		['booleans', `f: true`, { f: true }, true],
		['dotted fields', `a.b.c: x`, { a: { b: { c: 'x' } } }, true],
		['fields whose name holds dots', `a.b: x`, { 'a.b': 'x' }, true],
		['every element of arrays', `a.b: x`, { a: [{ b: 'y' }, { b: 'x' }] }, true],
		['inherited names are no fields', `constructor|exists: true`, {}, false],
		['null as absent', `f: null`, {}, true],
		['null as null', `f: null`, { f: null }, true],
		['the empty value', `f: ''`, { f: '' }, true],
		['the empty value is not absent', `f: ''`, {}, false],
		['all', `f|contains|all: [a, b]`, { f: 'xbya' }, true],
		['all, one missing', `f|contains|all: [a, c]`, { f: 'xbya' }, false],
		['cased', `f|cased: A`, { f: 'a' }, false],
		['neq', `f|neq: a`, { f: 'b' }, true],
		['exists', `f|exists: true`, { f: null }, true],
		['comparison', `f|gte: 10`, { f: '10.5' }, true],
		['comparison with what is no number', `f|lt: 10`, { f: 'abc' }, false],
		['windash', `f|contains|windash: ' -foo'`, { f: 'x /foo' }, true],
		['windash with long dashes', `f|contains|windash: ' -foo'`, { f: 'x –foo' }, true],
		['base64', `f|base64: foobar`, { f: btoa('foobar') }, true],
		['cidr', `f|cidr: 10.0.0.0/8`, { f: '10.255.0.1' }, true],
		['cidr of the other family', `f|cidr: 10.0.0.0/8`, { f: 'fe80::1' }, false],
		['cidr of six', `f|cidr: '2001:db8::/33'`, { f: '2001:db8:7fff::1' }, true],
		['fieldref', `f|fieldref: g`, { f: 'A', g: 'a' }, true],
		['re is cased', `f|re: '^a+$'`, { f: 'AAA' }, false],
		['re|i', `f|re|i: '^a+$'`, { f: 'AAA' }, true],
		['hours as they are written', `f|hour: 23`, { f: '2026-01-01T23:59:00+09:00' }, true],
		['weeks of ISO 8601', `f|week: 53`, { f: '2027-01-01' }, true],
	])('%s', (_name, item, record, expected) => {
		expect(matches(s(item), record)).toBe(expected);
	});

	it.each([0, 1, 2])('finds a value at offset %i of a Base64 text', (offset) => {
		const text = btoa(`${'z'.repeat(offset)}secret-word and more`);
		expect(matches(s('f|base64offset|contains: secret-word'), { f: text })).toBe(true);
	});

	it('finds UTF-16 text in Base64', () => {
		const wide = [...'whoami /all'].map((char) => `${char}\0`).join('');
		expect(matches(s('f|wide|base64offset|contains: whoami'), { f: btoa(wide) })).toBe(true);
	});

	it('expands placeholders, and names a rule whose placeholder has no values', () => {
		const values = { Admins: ['root', 'adm_*'] };
		expect(matches(s(`f|expand: '%Admins%'`), { f: 'adm_1' }, values)).toBe(true);
		expect(load(s(`f|expand: '%Admins%'`)).problems[0]?.reason).toContain('%Admins% has no values');
	});

	it('runs a hostile regular expression in linear time', () => {
		const started = performance.now();
		expect(matches(s(`f|re: '^(a+)+$'`), { f: `${'a'.repeat(50_000)}!` })).toBe(false);
		expect(performance.now() - started).toBeLessThan(2_000);
	});

	it('matches wildcards in a long text without going back over it', () => {
		const started = performance.now();
		const text = 'ab'.repeat(200_000);
		expect(matches(s(`f: '*ab*ab*ab*ab*ab*ab*x*c'`), { f: text })).toBe(false);
		expect(performance.now() - started).toBeLessThan(1_000);
	});
});

describe('search identifiers and conditions', () => {
	it.each([
		[
			'keywords anywhere in the record',
			'k:\n  - evil\n  - worse\ncondition: k',
			{ a: { b: ['so WORSE'] } },
			true,
		],
		[
			'keywords with all',
			`k:\n  '|all':\n    - one\n    - two\ncondition: k`,
			{ a: 'one', b: 'two' },
			true,
		],
		['maps in a list are alternatives', 's:\n  - a: 1\n  - b: 2\ncondition: s', { b: 2 }, true],
		['not binds more than and', 'a:\n  f: 1\nb:\n  g: 1\ncondition: not a and b', { g: 1 }, true],
		[
			'and binds more than or',
			'a:\n  f: 1\nb:\n  g: 1\nc:\n  h: 1\ncondition: a or b and c',
			{ f: 1 },
			true,
		],
		['1 of a pattern', 's_1:\n  f: 1\ns_2:\n  g: 1\ncondition: 1 of s_*', { g: 1 }, true],
		['all of a pattern', 's_1:\n  f: 1\ns_2:\n  g: 1\ncondition: all of s_*', { g: 1 }, false],
		[
			'them leaves out names that begin with _',
			's:\n  f: 1\n_t:\n  g: 1\ncondition: all of them',
			{ f: 1 },
			true,
		],
		['a list of conditions', 'a:\n  f: 1\nb:\n  g: 1\ncondition:\n  - a\n  - b', { g: 1 }, true],
	])('%s', (_name, detection, record, expected) => {
		expect(matches(detection, record)).toBe(expected);
	});

	it.each([
		['s:\n  f: 1\ncondition: s | count() > 5', 'replaced by correlation rules'],
		['s:\n  f: 1\ncondition: t', 'which the detection does not hold'],
		['s:\n  f: 1\ncondition: 1 of t*', 'nothing in the detection'],
		['s:\n  f: 1\ncondition: (s', 'not closed'],
		['s:\n  f|sounds: 1\ncondition: s', 'no modifier “sounds”'],
		[`s:\n  f|re: '(?=a)'\ncondition: s`, 'look-around'],
		['s:\n  f|cidr: nowhere\ncondition: s', 'no network'],
		['s:\n  f: {a: {b: 1}}\ncondition: s', 'structure'],
		['s: []\ncondition: s', 'empty'],
	])('names a rule that has no meaning: %s', (detection, reason) => {
		expect(load(detection).problems[0]?.reason).toContain(reason);
	});
});

describe('files', () => {
	it('one broken rule stops no other, in the same file or beside it', () => {
		const good = ruleText(s('f: 1'));
		const { rules, problems } = loadRules([
			{ path: 'bad.yml', text: 'title: [' },
			{ path: 'mixed.yml', text: `title: no detection\n---\n${good}` },
			{ path: 'empty.yml', text: '' },
		]);
		expect(rules.map((rule) => rule.id)).toEqual(['one']);
		expect(problems.map((problem) => problem.path)).toEqual(['bad.yml', 'mixed.yml', 'empty.yml']);
	});

	it.each([
		[
			'title: a\nlogsource: {}\ndetection:\n  s:\n    f: 1\n    g|sounds: 2\n  condition: s\n',
			6,
			5,
		],
		[
			'title: a\nlogsource: {}\ndetection:\n  s:\n    - f: 1\n    - g: {a: 1}\n  condition: s\n',
			6,
			7,
		],
		['title: a\nlogsource: {}\ndetection:\n  s:\n    f: 1\n  condition: t\n', 6, 3],
		['title: a\nlevel: dire\nlogsource: {}\ndetection:\n  s: [a]\n  condition: s\n', 2, 1],
		['title: a\nlogsource:\n  product: [\n', 4, 1],
		[
			'title: a\n---\ntitle: b\ncorrelation:\n  type: event_count\n  rules: [c]\n  timespan: 5m\n',
			6,
			3,
		],
	])('says in which line and column a problem stands: %j', (text, line, column) => {
		expect(loadRules([{ path: 'a.yml', text }]).problems.at(-1)?.place).toEqual({ line, column });
	});

	it('does not unfold a document that repeats itself without end', () => {
		const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((c, i) => `${c}: &${c} [${`*${'abcdefghi'[i]},`.repeat(9)}]`).join('\n')}\n`;
		expect(loadRules([{ path: 'bomb.yml', text: bomb }]).problems).toHaveLength(1);
	});

	it.each(['selection', 'not selection'])(
		'a filter suppresses what it accepts: %s',
		(condition) => {
			const filter = `title: f\nlogsource:\n  product: x\nfilter:\n  rules:\n    - one\n  selection:\n    u: me\n  condition: ${condition}\n`;
			const { rules } = loadRules([
				{ path: 'a.yml', text: ruleText(s('f: 1')) },
				{ path: 'f.yml', text: filter },
			]);
			const set = createRuleSet(rules as EventRule[]);
			const match = (record: object) =>
				set.match({ sources: anySource, fields: recordFields(record) });
			expect(match({ f: 1, u: 'me' })).toHaveLength(0);
			expect(match({ f: 1, u: 'you' })).toHaveLength(1);
		},
	);
});
