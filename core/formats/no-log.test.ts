import { expect, test } from 'vitest';
import type { RedactedJson } from '@/core/event/text.ts';
import type { Sample } from './format.ts';
import { reasonNoLog } from './no-log.ts';

const sample = (container: Sample['container'], ...records: unknown[]): Sample => ({
	records: records as RedactedJson[],
	container,
	header: null,
	fileName: null,
});

const finding = { RuleID: 'r', File: 'a.py', Secret: '‹x:0›', StartLine: 1, Date: '2026-01-01' };

test('the report of a scanner is an export of credentials, as a document and as a table', () => {
	expect(reasonNoLog(sample('document', finding, finding))).toBe('credential-export');
	expect(reasonNoLog(sample('table', finding))).toBe('credential-export');
});

test('a list of tokens as GitHub answers it is one', () => {
	const token = { token_id: 98, token_name: 'deploy', access_granted_at: '2026-01-01T00:00:00Z' };
	const owner = { owner: { login: 'o' }, repository_selection: 'all', permissions: {} };
	expect(reasonNoLog(sample('document', { id: 1, ...token, ...owner }))).toBe('credential-export');
});

test('a JSON Schema is named as such', () => {
	const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' };
	expect(reasonNoLog(sample('document', schema))).toBe('json-schema');
});

test.each([
	['a line of an application', sample('lines', { time: '2026-01-01T00:00:00Z', message: 'm' })],
	['a record of an audit', sample('lines', { ts: 1, user: 'a', action: 'token.create', key: 'k' })],
	[
		'a table that names a token',
		sample('table', { time: '2026-01-01', token: 't', action: 'use' }),
	],
	['a line that names a schema', sample('lines', { $schema: 'https://json-schema.org/x' })],
	['a document of a log', sample('document', { time: '2026-01-01T00:00:00Z', status: 'Pending' })],
	['nothing', sample('document')],
])('%s is none', (_, given) => {
	expect(reasonNoLog(given)).toBeNull();
});
