/** Methods that change nothing (RFC 9110 §9.2.1). */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that carries a session cookie may change something: only when the page that
 * sent it is ours. Browsers send `Origin` with every request that is not safe; where it is missing
 * or another's, the request is forged or not from a browser (which has an API key instead).
 *
 * @param ownUrl address under which the console is reached, besides the request's own host
 */
export function originAllowed(request: Request, ownUrl: string): boolean {
	if (safeMethods.has(request.method)) return true;
	const origin = request.headers.get('origin');
	if (origin === null || origin === 'null') return false;
	if (origin === new URL(ownUrl).origin) return true;
	const host = request.headers.get('host');
	try {
		return host !== null && new URL(origin).host === host;
	} catch {
		return false;
	}
}
