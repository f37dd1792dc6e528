import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** RFC 7914; OWASP's 2023 minimum for interactive sign-in. */
const cost = { N: 2 ** 17, r: 8, p: 1 } as const;
const keyBytes = 32;

export const passwordCharsMin = 12;
export const passwordCharsMax = 256;

const derive = (password: string, salt: Buffer, N: number, r: number, p: number): Promise<Buffer> =>
	new Promise((resolve, reject) => {
		const options = { N, r, p, maxmem: 256 * N * r };
		scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) =>
			error === null ? resolve(key) : reject(error),
		);
	});

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	const { N, r, p } = cost;
	const key = await derive(password, salt, N, r, p);
	return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** False for a wrong password, and for a hash that is not one of ours. */
export async function passwordMatches(password: string, stored: string): Promise<boolean> {
	const [scheme, N, r, p, salt, hash] = stored.split('$');
	if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false;
	const expected = Buffer.from(hash, 'base64url');
	const key = await derive(
		password,
		Buffer.from(salt, 'base64url'),
		Number(N),
		Number(r),
		Number(p),
	);
	return key.length === expected.length && timingSafeEqual(key, expected);
}

/** Spends what a check costs, so that an unknown address answers no faster than a known one. */
export async function spendPasswordCheck(password: string): Promise<void> {
	await derive(password, Buffer.alloc(16), cost.N, cost.r, cost.p);
}
