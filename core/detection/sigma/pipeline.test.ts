import { describe, expect, it } from 'vitest';
import { epochMicros } from '../../event/time.ts';
import { createDetector } from '../detector.ts';
import { recordFields } from '../record-fields.ts';
import { loadRules } from './load.ts';
import { readPipelines } from './pipeline.ts';

const rule = (detection: string, source = 'product: x'): string =>
	`title: t\nid: one\nname: one\nlogsource:\n  ${source}\ndetection:\n  s:\n    ${detection}\n  condition: s\n`;

function pipelinesOf(...texts: readonly string[]) {
	const read = readPipelines(texts.map((text, i) => ({ path: `p${i}.yml`, text })));
	expect(read.problems).toEqual([]);
	return read.pipelines;
}
/** How many of the records the rules match, correlations counted too; `t` is a record's second. */
function found(
	text: string,
	pipelines: readonly string[],
	records: readonly object[],
	product = 'x',
) {
	const { rules, problems } = loadRules([{ path: 'r.yml', text }], pipelinesOf(...pipelines));
	if (problems.length > 0) return problems.map(({ reason }) => reason).join();
	const detector = createDetector(rules);
	let count = 0;
	records.forEach((record, order) => {
		count += detector.add({
			sources: [{ product, service: null, category: null }],
			fields: recordFields(record),
			time: epochMicros(order * 1e6),
			order,
			eventId: null,
		}).length;
	});
	return count + detector.finish().length;
}
const mapping = (names: string, rest = ''): string =>
	`transformations:\n  - type: field_name_mapping\n    mapping:\n      ${names}\n${rest}`;

describe('a pipeline', () => {
	it('gives placeholders their values, those of several pipelines together', () => {
		const text = rule("user|expand: '%admins%'");
		expect(found(text, [], [])).toContain('%admins% has no values');
		const records = [{ user: 'alice' }, { user: 'BOB' }, { user: 'carol' }];
		expect(found(text, ['vars:\n  admins: [alice]', 'vars:\n  admins: bob'], records)).toBe(2);
		expect(found(text, ['transformations:\n  - type: wildcard_placeholders'], records)).toBe(3);
	});

	it('names fields otherwise; of several names any may hold', () => {
		const records = [{ a: 'x' }, { b: 'x' }, { user: 'x' }];
		expect(found(rule('user: x'), [mapping('user: [a, b]')], records)).toBe(2);
		expect(
			found(
				rule('win.user: x'),
				['transformations:\n  - type: field_name_prefix_mapping\n    mapping:\n      win.: ""'],
				records,
			),
		).toBe(1);
		expect(
			found(
				rule('er: x'),
				['transformations:\n  - type: field_name_prefix\n    prefix: us'],
				records,
			),
		).toBe(1);
		expect(
			found(
				rule('us: x'),
				['transformations:\n  - type: field_name_suffix\n    suffix: er'],
				records,
			),
		).toBe(1);
	});

	it('keeps to the log source and the fields that it names', () => {
		const only = (condition: string) =>
			mapping('user: a', `    rule_conditions:\n      - type: logsource\n        ${condition}\n`);
		expect(found(rule('user: x'), [only('product: x')], [{ a: 'x' }])).toBe(1);
		expect(found(rule('user: x'), [only('product: y')], [{ a: 'x' }])).toBe(0);
		expect(
			found(rule('user: x'), [`${only('product: y')}    rule_cond_not: true\n`], [{ a: 'x' }]),
		).toBe(1);
		const fields =
			'    field_name_conditions:\n      - type: exclude_fields\n        fields: [user]\n';
		expect(found(rule('user: x'), [mapping('user: a', fields)], [{ user: 'x' }])).toBe(1);
	});

	it('renames for the fields that correlations group by too', () => {
		const text = `${rule('what: x')}---\ntitle: c\nid: c\ncorrelation:\n  type: event_count\n  rules: [one]\n  group-by: [user]\n  timespan: 1m\n  condition:\n    gte: 2\n`;
		const records = [
			{ what: 'x', a: 'u' },
			{ what: 'x', a: 'v' },
			{ what: 'x', a: 'u' },
		];
		expect(found(text, [], records)).toBe(0);
		expect(found(text, [mapping('user: a')], records)).toBe(1);
	});

	it('adds conditions, moves rules to another log source, drops items, refuses rules', () => {
		const add = 'transformations:\n  - type: add_condition\n    conditions:\n      kind: [p, q]\n';
		const records = [
			{ user: 'x', kind: 'p' },
			{ user: 'x', kind: 'r' },
		];
		expect(found(rule('user: x'), [add], records)).toBe(1);
		expect(found(rule('user: x'), [`${add}    negated: true\n`], records)).toBe(1);
		const move = 'transformations:\n  - type: change_logsource\n    product: y\n';
		expect(found(rule('user: x'), [move], records, 'y')).toBe(2);
		expect(found(rule('user: x'), [move], records)).toBe(0);
		const drop =
			'transformations:\n  - type: drop_detection_item\n    field_name_conditions:\n      - type: include_fields\n        fields: [kind]\n';
		expect(found(rule('user: x\n    kind: z'), [drop], records)).toBe(2);
		expect(found(rule('kind: z'), [drop], records)).toContain('drops all that it looks for');
		const refuse = 'transformations:\n  - type: rule_failure\n    message: not here\n';
		expect(found(rule('user: x'), [refuse], records)).toContain('not here');
	});

	it('comes in the order of its priority', () => {
		const [first, second] = [
			`priority: 20\n${mapping('b: c')}`,
			`priority: 10\n${mapping('a: b')}`,
		];
		expect(found(rule('a: x'), [first, second], [{ c: 'x' }])).toBe(1);
		expect(found(rule('a: x'), [second.replace('10', '30'), first], [{ c: 'x' }])).toBe(0);
	});

	it.each([
		['transformations:\n  - type: set_state\n    key: a\n', 2, 5, 'not understood'],
		[
			'transformations:\n  - type: field_name_mapping\n    mapping: {a: b}\n    rule_conditions:\n      - type: tag\n',
			5,
			9,
			'logsource',
		],
		['transformations:\n  - type: drop_detection_item\n', 2, 5, 'names no fields'],
		[
			'transformations:\n  - type: add_condition\n    conditions: {"a|sounds": b}\n',
			2,
			5,
			'no modifier',
		],
		['postprocessing: []\n', 1, 1, 'postprocessing'],
		['vars: [', 1, 8, 'YAML'],
	])('is refused whole where a part of it is not understood: %j', (text, line, column, reason) => {
		const { pipelines, problems } = readPipelines([{ path: 'p.yml', text }]);
		expect(pipelines).toEqual([]);
		expect(problems[0]).toMatchObject({ reason: expect.stringContaining(reason) });
		expect(problems[0]?.place).toEqual({ line, column });
	});
});
