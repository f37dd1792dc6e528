import type { NextRequest } from 'next/server';

/** `Link: <…>; rel="next"` (RFC 8288) where a list goes on. */
export function nextLink(request: NextRequest, cursor: string | null): ResponseInit {
	if (cursor === null) return {};
	const { pathname, searchParams } = request.nextUrl;
	const params = new URLSearchParams(searchParams);
	params.set('cursor', cursor);
	return { headers: { link: `<${pathname}?${params}>; rel="next"` } };
}
