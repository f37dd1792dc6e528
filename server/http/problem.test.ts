import { expect, test } from 'vitest';
import { failureFaces } from '@/core/failure-faces.ts';
import { type FailureCode, failure } from '@/core/result.ts';
import { originAllowed } from './origin.ts';
import { internalProblem, problemResponse } from './problem.ts';

const shape = ['detail', 'instance', 'status', 'title', 'type'];

test('every failure is a problem document of one shape, with a stable type', async () => {
	for (const code of Object.keys(failureFaces) as FailureCode[]) {
		const response = problemResponse(failure(code, 'words', 'inner words'), '/api/v1/x');
		expect(response.headers.get('content-type')).toBe('application/problem+json');
		const body = (await response.json()) as Record<string, unknown>;
		expect(Object.keys(body).sort()).toEqual(shape);
		expect(body).toMatchObject({
			type: `urn:aftertrace:problem:${code}`,
			status: response.status,
			detail: 'words',
			instance: '/api/v1/x',
		});
		expect(JSON.stringify(body)).not.toContain('inner');
	}
});

test('a bug tells nothing of its inside', async () => {
	const response = internalProblem('/api/v1/x');
	expect(response.status).toBe(500);
	expect(Object.keys((await response.json()) as object).sort()).toEqual(shape);
});

test('under pressure the caller is told when to come back', () => {
	expect(problemResponse(failure('busy', 'later'), '/').headers.get('retry-after')).toBe('2');
});

test('only a page of this console may change something with a session cookie', () => {
	const own = 'http://127.0.0.1:3000';
	const allowed = (method: string, origin: string | null) => {
		const headers = new Headers({ host: '127.0.0.1:3000' });
		if (origin !== null) headers.set('origin', origin);
		return originAllowed(new Request(`${own}/api/v1/x`, { method, headers }), own);
	};
	expect(allowed('GET', null)).toBe(true);
	expect(allowed('PATCH', own)).toBe(true);
	for (const origin of [null, 'null', 'http://evil.example', 'http://127.0.0.1:3001', 'nonsense']) {
		expect(allowed('PATCH', origin), String(origin)).toBe(false);
	}
});
