import { expect, test } from 'vitest';
import { sourceName } from './upload-log.ts';

test('a file name becomes a source name that the server takes', () => {
	const allowed = /^[\w.:@/ -]{1,200}$/;
	for (const name of ['agent.jsonl', 'café (1).json', '‮gnp.exe', '', 'x'.repeat(500)]) {
		expect(sourceName(name)).toMatch(allowed);
	}
});
