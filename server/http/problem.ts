import { failureFaces } from '@/core/failure-faces.ts';
import type { Failure, FailureCode } from '@/core/result.ts';

/** RFC 9457. The `type` is stable: `urn:aftertrace:problem:` and the failure's code. */
export interface Problem {
	readonly type: string;
	readonly title: string;
	readonly status: number;
	readonly detail: string;
	/** Path of the request. */
	readonly instance: string;
}

/** The one shape of every error that the console answers. */
export function problemResponse(
	failure: Failure,
	instance: string,
	headers: Readonly<Record<string, string>> = {},
): Response {
	const face = failureFaces[failure.code];
	return problem(failure.code, face.title, face.status, failure.message, instance, headers);
}

/** For a bug: says nothing of its inside. */
export const internalProblem = (instance: string): Response =>
	problem(
		'internal',
		'Something broke in the console',
		500,
		'the console failed to answer; its log says why',
		instance,
		{},
	);

function problem(
	code: FailureCode | 'internal',
	title: string,
	status: number,
	detail: string,
	instance: string,
	headers: Readonly<Record<string, string>>,
): Response {
	const body: Problem = { type: `urn:aftertrace:problem:${code}`, title, status, detail, instance };
	return new Response(`${JSON.stringify(body)}\n`, {
		status,
		headers: {
			'content-type': 'application/problem+json',
			'cache-control': 'no-store',
			...(code === 'busy' ? { 'retry-after': '2' } : {}),
			...(code === 'unauthenticated' ? { 'www-authenticate': 'Bearer' } : {}),
			...headers,
		},
	});
}
