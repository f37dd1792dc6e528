import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordFields } from '../record-fields.ts';
import { interpret } from './interpreter.ts';
import { loadRules } from './load.ts';
import type { EventRule } from './rule.ts';
import { createRuleSet } from './rule-set.ts';

/** Few words and fields, so that random rules and random events meet. */
const word = fc
	.array(
		fc.constantFrom('a', 'B', 'ab', 'curl', ' -x', '/y', '*', '?', '\\', '\\*', 'É', 'İ', '1', '.'),
		{
			maxLength: 5,
		},
	)
	.map((parts) => parts.join(''));
const field = fc.constantFrom('f', 'g', 'n.a', 'n.b', 'list', 'ip', 'when');
const value = fc.oneof(word, fc.integer({ min: 0, max: 3 }), fc.boolean());
const address = fc.constantFrom(
	'10.0.0.1',
	'10.9.0.1',
	'192.168.1.7',
	'fe80::1',
	'::ffff:10.0.0.1',
	'x',
);

const item = fc.oneof(
	fc.tuple(
		field.chain((name) =>
			fc
				.constantFrom('', '|contains', '|startswith', '|endswith', '|contains|all', '|cased')
				.chain((modifier) =>
					fc.constantFrom('', '|neq').map((negation) => `${name}${modifier}${negation}`),
				),
		),
		fc.array(value, { minLength: 1, maxLength: 3 }),
	),
	fc.tuple(
		fc.constantFrom('f|windash|contains', 'g|contains|windash'),
		fc.array(word, { minLength: 1, maxLength: 2 }),
	),
	fc.tuple(
		fc.constantFrom('n.a|gt', 'n.a|lte', 'f|lt', 'g|gte'),
		fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 2 }),
	),
	fc.tuple(
		fc.constantFrom('f|re', 'g|re|i', 'list|re|m|s'),
		fc.array(fc.constantFrom('a+b', '^cur.', 'B$', '[ab]{2,3}'), { minLength: 1, maxLength: 2 }),
	),
	fc.tuple(
		fc.constant('ip|cidr'),
		fc.array(fc.constantFrom('10.0.0.0/8', '10.0.0.0/15', 'fe80::/10', '0.0.0.0/0'), {
			minLength: 1,
			maxLength: 2,
		}),
	),
	fc.tuple(
		fc.constantFrom('f|fieldref', 'f|fieldref|contains', 'n.a|fieldref|startswith'),
		fc.array(field, { minLength: 1, maxLength: 1 }),
	),
	fc.tuple(
		fc.constantFrom('f|exists', 'n.b|exists', 'list|exists'),
		fc.array(fc.boolean(), { minLength: 1, maxLength: 1 }),
	),
	fc.tuple(fc.constantFrom('f', 'n.a', 'list'), fc.constant([null])),
	fc.tuple(
		fc.constantFrom('when|hour', 'when|year', 'when|week'),
		fc.array(fc.constantFrom(1, 14, 2026), { minLength: 1, maxLength: 2 }),
	),
	fc.tuple(
		fc.constantFrom('f|base64offset|contains', 'g|base64', 'f|wide|base64offset|contains'),
		fc.array(fc.constantFrom('a', 'curl', 'ab'), { minLength: 1, maxLength: 2 }),
	),
);
const map = fc
	.array(item, { minLength: 1, maxLength: 3 })
	.map((items) => Object.fromEntries(items));
const identifier = fc.oneof(
	map,
	fc.array(map, { minLength: 1, maxLength: 2 }),
	fc.array(
		word.filter((each) => each !== ''),
		{ minLength: 1, maxLength: 2 },
	),
);
const condition = fc.letrec((tie) => ({
	any: fc.oneof(
		{ maxDepth: 3 },
		fc.constantFrom(
			's1',
			's2',
			't1',
			'1 of s*',
			'all of s*',
			'1 of them',
			'all of them',
			'any of t*',
		),
		fc
			.tuple(tie('any'), fc.constantFrom('and', 'or'), tie('any'))
			.map((parts) => `(${parts.join(' ')})`),
		tie('any').map((inner) => `not ${inner}`),
		fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, b, c]) => `${a} or not ${b} and ${c}`),
	),
})).any as fc.Arbitrary<string>;

const scalar = fc.oneof(value, fc.constant(null), address);
const event = fc.record(
	{
		f: scalar,
		g: fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })),
		n: fc.oneof(scalar, fc.record({ a: scalar, b: scalar }, { requiredKeys: [] })),
		list: fc.array(fc.oneof(scalar, fc.record({ a: scalar })), { maxLength: 3 }),
		ip: address,
		when: fc.constantFrom('2026-01-01T14:00:00Z', '2026-11-22', 'never'),
	},
	{ requiredKeys: [] },
);

const documentOf = (detection: object, id: string): string =>
	JSON.stringify({ title: id, id, logsource: { product: 'x' }, detection });

describe('compiled rules', () => {
	it('agree with a plain reading of the specification on random rules and events', () => {
		let matched = 0;
		fc.assert(
			fc.property(
				fc.array(fc.record({ s1: identifier, s2: identifier, t1: identifier, condition }), {
					minLength: 1,
					maxLength: 6,
				}),
				fc.array(event, { minLength: 1, maxLength: 5 }),
				(detections, events) => {
					const { rules } = loadRules(
						detections.map((detection, at) => ({
							path: `${at}`,
							text: documentOf(detection, `r${at}`),
						})),
					);
					const own = rules.filter((rule): rule is EventRule => rule.kind === 'event');
					const set = createRuleSet(own);
					for (const record of events) {
						const fields = recordFields(record);
						const sources = [{ product: 'x', service: null, category: null }];
						const compiled = set.match({ sources, fields }).map((rule) => rule.id);
						const plain = own
							.filter((rule) => interpret(rule.expression, fields))
							.map((rule) => rule.id);
						expect(compiled).toEqual(plain);
						matched += plain.length;
					}
				},
			),
			{ numRuns: 700 },
		);
		expect(matched).toBeGreaterThan(100);
	});
});
