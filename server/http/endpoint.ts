import type { NextRequest } from 'next/server';
import type { ZodType } from 'zod';
import type { Actor } from '@/core/access/permissions.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { callerOf } from './caller.ts';
import { internalProblem, problemResponse } from './problem.ts';

const jsonBytesMax = 1024 * 1024;

export interface Call {
	readonly request: NextRequest;
	readonly actor: Actor;
	readonly params: Readonly<Record<string, string>>;
}

type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };
export type RouteHandler = (request: NextRequest, context: RouteContext) => Promise<Response>;

/** A handler of `/api/v1`: knows who calls, answers failures as problem documents. */
export const endpoint =
	(handle: (call: Call) => Promise<Result<Response>>): RouteHandler =>
	async (request, context) =>
		answered(request, async () => {
			const caller = await callerOf(request);
			if (!caller.ok) return caller;
			const given = await context.params;
			const params = Object.fromEntries(
				Object.entries(given ?? {}).map(([name, value]) => [name, String(value)]),
			);
			return handle({ request, actor: caller.value, params });
		});

/** A handler that anyone may call. */
export const openEndpoint =
	(handle: (request: NextRequest) => Promise<Result<Response>>): RouteHandler =>
	async (request) =>
		answered(request, () => handle(request));

async function answered(
	request: NextRequest,
	handle: () => Promise<Result<Response>>,
): Promise<Response> {
	const { pathname } = request.nextUrl;
	try {
		const result = await handle();
		if (result.ok) return result.value;
		if (result.error.internal !== undefined) console.error(pathname, result.error.internal);
		return problemResponse(result.error, pathname);
	} catch (error) {
		console.error(`${request.method} ${pathname} failed:`, error);
		return internalProblem(pathname);
	}
}

export const json = (value: unknown, init: ResponseInit = {}): Result<Response> =>
	ok(
		new Response(`${JSON.stringify(value)}\n`, {
			...init,
			headers: {
				'content-type': 'application/json',
				'cache-control': 'no-store',
				...(init.headers as Record<string, string> | undefined),
			},
		}),
	);

/** The parameters after `?`, checked. */
export function readSearchParams<T>(request: NextRequest, schema: ZodType<T>): Result<T> {
	return checked(schema, Object.fromEntries(request.nextUrl.searchParams), 'the query');
}

/** A JSON body of at most one mebibyte, checked. */
export async function readJson<T>(request: NextRequest, schema: ZodType<T>): Promise<Result<T>> {
	const declared = Number(request.headers.get('content-length') ?? '0');
	if (declared > jsonBytesMax) return fail<Failure>(failure('too-large', 'the body is over 1 MiB'));
	if (!/^application\/(?:[\w.-]+\+)?json\b/.test(request.headers.get('content-type') ?? '')) {
		return fail<Failure>(failure('unsupported-format', 'send the body as application/json'));
	}
	const text = await request.text();
	if (text.length > jsonBytesMax) {
		return fail<Failure>(failure('too-large', 'the body is over 1 MiB'));
	}
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return fail<Failure>(failure('invalid-input', 'the body is not valid JSON'));
	}
	return checked(schema, value, 'the body');
}

function checked<T>(schema: ZodType<T>, value: unknown, what: string): Result<T> {
	const read = schema.safeParse(value);
	if (read.success) return ok(read.data);
	const issue = read.error.issues[0];
	const where = issue === undefined || issue.path.length === 0 ? what : issue.path.join('.');
	return fail<Failure>(failure('invalid-input', `${where}: ${issue?.message ?? 'not valid'}`));
}
