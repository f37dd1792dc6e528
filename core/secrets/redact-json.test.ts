import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RawJson } from '@/core/event/text.ts';
import { createRedactor } from './redactor.ts';

const hmac = (label: string, text: string) =>
	createHmac('sha256', 'a key of the tests').update(`${label}\0${text}`).digest('hex');
const fresh = () => createRedactor({ hmac });

describe('JSON', () => {
	test('every string is looked at, keys too, and the key above a string counts', () => {
		const token = randomUUID();
		const { value, found } = fresh().redactJson({
			env: [{ name: 'RAILWAY_TOKEN', value: token }],
			headers: [['X-Api-Key', token]],
			[`key ${token}`]: 1,
			nested: { password: ['hunter2!'] },
		});
		const text = JSON.stringify(value);
		expect(text).not.toContain(token);
		expect(text).not.toContain('hunter2!');
		expect(found.map((s) => s.field)).toEqual(
			expect.arrayContaining(['env[0].value', 'headers[0][1]', 'nested.password[0]']),
		);
	});

	test("a value with its type, as OpenTelemetry writes it, stands under its pair's name", () => {
		const token = randomUUID();
		const typed = { stringValue: token };
		const { value, found } = fresh().redactJson({
			attributes: [
				{ key: 'DEPLOY_API_TOKEN', value: typed },
				{ key: 'api_tokens', value: { arrayValue: { values: [typed] } } },
				{ key: 'env', value: { kvlistValue: { values: [{ key: 'X-Api-Key', value: typed }] } } },
			],
		});
		expect(JSON.stringify(value)).not.toContain(token);
		expect(found[0]?.field).toBe('attributes[0].value.stringValue');
		const plain = fresh().redactJson({ key: 'DEPLOY_API_TOKEN', value: { intValue: '12' } });
		expect(plain.found).toEqual([]);
	});

	test('escapes in nested JSON hide neither a secret nor a forged marker', () => {
		const token = `ghp_${randomBytes(18).toString('hex')}`;
		const escaped = [...token].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('');
		const nested = `{"arguments":"${escaped}","fake":"\\u2039password:0123456789abcdef0123\\u203a"}`;
		const { value, found } = fresh().redactJson({ outer: nested });
		const inner = JSON.parse((value as unknown as { outer: string }).outer) as Record<
			string,
			string
		>;
		expect(inner.arguments).toMatch(/^‹github-classic-token:/);
		expect(inner.fake).toBe('<password:0123456789abcdef0123>');
		expect(found.map((s) => s.field)).toEqual(['outer.arguments']);
	});

	test('a key named __proto__ is data', () => {
		const raw = JSON.parse('{"__proto__": {"polluted": "yes, quite"}}') as RawJson;
		const { value } = fresh().redactJson(raw);
		expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":"yes, quite"}}');
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	test('what holds no secret comes out as it went in', () => {
		const plain = fc
			.jsonValue({ depthSize: 'small' })
			.filter(
				(value) =>
					!/pass|pw|pat|jwt|key|token|secret|auth|cred|cookie|‹/i.test(JSON.stringify(value)),
			);
		fc.assert(
			fc.property(plain, (value) => {
				expect(fresh().redactJson(value as RawJson).value).toEqual(value);
			}),
		);
	});
});
