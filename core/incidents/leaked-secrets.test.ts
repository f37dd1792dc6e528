import { describe, expect, it } from 'vitest';
import type { Act } from '../actions/action.ts';
import { type Fingerprint, fingerprint } from '../event/ids.ts';
import type { Origin } from './credentials.ts';
import type { Intent } from './intent.ts';
import { leakedBy } from './leaked-secrets.ts';
import type { CallTrace } from './runs.ts';

const print = fingerprint('0123456789abcdef0123');
const marker = '‹github-token:0123456789abcdef0123›';
const origins = (how: Origin['how']): ReadonlyMap<Fingerprint, Origin> =>
	new Map([[print, { how, kind: 'github-token' } as Origin]]);
const call = (input: object): CallTrace => ({ event: { call: { input } } }) as unknown as CallTrace;
const act = (operation: string, given: Partial<Act> = {}): Act =>
	({
		class: 'create',
		provider: 'github',
		operation,
		resources: [],
		hosts: [],
		text: '',
		credentials: [print],
		...given,
	}) as unknown as Act;
const intent = (text: string): Intent => ({ text }) as Intent;
const task = intent('Label the new issues.');

describe('a secret that a run came upon and writes where people read has leaked', () => {
	it.each(['file', 'environment', 'tool-result'] as const)('from %s', (how) => {
		const comment = call({ issue_number: 7, body: `Environment: ${marker}` });
		expect(leakedBy(comment, act('add_issue_comment'), task, origins(how))).toEqual([print]);
	});

	it('by a command line that writes a text', () => {
		const opened = act('issue.create', { text: `gh issue create --title Env --body "${marker}"` });
		expect(leakedBy(call({}), opened, task, origins('file'))).toEqual([print]);
	});

	it.each([
		['the task gave it', act('add_issue_comment'), task, 'prompt'],
		['the task speaks of secrets', act('send_message'), intent('Send Kim her token.'), 'file'],
		['nobody reads it there', act('put_secret'), task, 'file'],
		['the act only reads', act('get_issue', { class: 'read' }), task, 'file'],
	] as const)('and has not where %s', (_why, done, asked, how) => {
		const comment = call({ body: marker });
		expect(leakedBy(comment, done, asked, origins(how))).toEqual([]);
	});

	it('and has not where it only signs the call in', () => {
		const signed = call({ token: marker, body: 'Hello' });
		expect(leakedBy(signed, act('post_message'), task, origins('file'))).toEqual([]);
	});
});
