/** Attempts that one address (of mail, or of the network) has in a window. */
const attemptsMax = 10;
const windowMs = 15 * 60_000;
const rememberedMax = 10_000;

const attempts = new Map<string, { count: number; until: number }>();

/**
 * Counts an attempt to sign in. False when there were too many: it must then be refused without
 * looking at the password. `key` is an e-mail address or a network address.
 */
export function attemptAllowed(key: string, nowMs: number): boolean {
	const entry = attempts.get(key);
	if (entry === undefined || entry.until <= nowMs) {
		if (attempts.size >= rememberedMax) forgetOld(nowMs);
		attempts.set(key, { count: 1, until: nowMs + windowMs });
		return true;
	}
	entry.count++;
	return entry.count <= attemptsMax;
}

/** A successful sign-in clears the account's count. */
export const attemptSucceeded = (key: string): void => {
	attempts.delete(key);
};

function forgetOld(nowMs: number): void {
	for (const [key, entry] of attempts) if (entry.until <= nowMs) attempts.delete(key);
	// Still full: someone tries many addresses. The oldest go first.
	for (const key of attempts.keys()) {
		if (attempts.size < rememberedMax) break;
		attempts.delete(key);
	}
}
