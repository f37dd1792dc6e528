import { type NextRequest, NextResponse } from 'next/server';
import { getToken } from 'next-auth/jwt';
import { failure } from '@/core/result.ts';
import { problemResponse } from '@/server/http/problem.ts';

/** What anyone may open. Everything else needs a session, or (under /api) an API key. */
const openPaths = [
	/^\/sign-in$/,
	/^\/setup$/,
	/^\/api\/auth\//,
	/^\/api\/setup$/,
	// Links of access reviews: their token is the key.
	/^\/attest\/[\w-]+$/,
	/^\/api\/attestations$/,
	/^\/api\/health\//,
];

export const config = {
	matcher: ['/((?!_next/static|_next/image|favicon\\.ico|icon\\.svg|incident\\.schema\\.json).*)'],
};

/**
 * The first door: sends people who are not signed in to the sign-in page and answers programs with
 * 401. The data has a lock of its own behind it: every server function asks what its actor may do.
 */
export async function proxy(request: NextRequest): Promise<Response> {
	const { pathname, search } = request.nextUrl;
	// OTLP: its own handler answers, in the encoding of the request.
	if (/^\/v1\/(?:traces|logs|metrics)$/.test(pathname)) return NextResponse.next();
	const open = openPaths.some((path) => path.test(pathname));
	if (!open && !(await hasCredential(request))) {
		if (pathname.startsWith('/api/')) {
			return problemResponse(
				failure('unauthenticated', 'sign in, or send an API key as "Authorization: Bearer at_…"'),
				pathname,
			);
		}
		const target = new URL('/sign-in', request.url);
		if (pathname !== '/') target.searchParams.set('next', `${pathname}${search}`);
		return NextResponse.redirect(target);
	}
	return pathname.startsWith('/api/') ? NextResponse.next() : withPolicy(request);
}

async function hasCredential(request: NextRequest): Promise<boolean> {
	if (request.nextUrl.pathname.startsWith('/api/') && request.headers.has('authorization')) {
		return true;
	}
	const secret = process.env.NEXTAUTH_SECRET;
	return secret !== undefined && (await getToken({ req: request, secret })) !== null;
}

/** A page under a policy that runs only scripts which carry this request's nonce. */
function withPolicy(request: NextRequest): Response {
	const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
	const development = process.env.NODE_ENV === 'development';
	const policy = [
		"default-src 'self'",
		`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
		// Charts place their parts with style attributes.
		`style-src 'self' 'unsafe-inline'`,
		"img-src 'self' data: blob:",
		"font-src 'self'",
		"connect-src 'self'",
		"object-src 'none'",
		"base-uri 'self'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	].join('; ');
	const headers = new Headers(request.headers);
	headers.set('x-nonce', nonce);
	headers.set('content-security-policy', policy);
	const response = NextResponse.next({ request: { headers } });
	response.headers.set('content-security-policy', policy);
	return response;
}
