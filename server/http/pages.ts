import type { NextRequest } from 'next/server';

/** `Link: <…>; rel="next"` (RFC 8288) for a list that goes on; nothing for its last page. */
export function nextPage(request: NextRequest, cursor: string | null): ResponseInit {
	if (cursor === null) return {};
	const next = new URLSearchParams(request.nextUrl.searchParams);
	next.set('cursor', cursor);
	return { headers: { link: `<${request.nextUrl.pathname}?${next}>; rel="next"` } };
}
