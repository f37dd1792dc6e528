import type { NextAuthOptions } from 'next-auth';
import credentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { installation } from '@/server/installation/installation.ts';
import { attemptAllowed, attemptSucceeded } from './attempts.ts';
import { passwordMatches, spendPasswordCheck } from './passwords.ts';

declare module 'next-auth' {
	interface Session {
		user?: { id: string; name?: string | null; email?: string | null };
	}
}

const credentialsSchema = z.object({
	email: z.string().trim().toLowerCase().min(3).max(320),
	password: z.string().min(1).max(256),
});

const sessionSecondsMax = 12 * 3600;

/** How people sign in: e-mail address and password; the session is a signed cookie. */
export const sessionOptions = (secret: string): NextAuthOptions => ({
	secret,
	session: { strategy: 'jwt', maxAge: sessionSecondsMax },
	pages: { signIn: '/sign-in', error: '/sign-in' },
	providers: [
		credentialsProvider({
			name: 'Password',
			credentials: { email: { type: 'email' }, password: { type: 'password' } },
			authorize: (input) => authorize(input, Date.now()),
		}),
	],
	callbacks: {
		jwt: ({ token, user }) => (user === undefined ? token : { ...token, sub: user.id }),
		session: ({ session, token }) => ({
			...session,
			user: { id: token.sub ?? '', name: token.name ?? null, email: token.email ?? null },
		}),
	},
});

/** Null for a wrong address or password alike, and when there were too many attempts. */
async function authorize(input: unknown, nowMs: number) {
	const read = credentialsSchema.safeParse(input);
	if (!read.success) return null;
	const { email, password } = read.data;
	if (!attemptAllowed(email, nowMs)) throw new Error('too-many-attempts');
	const user = await installation().records.database.user.findUnique({ where: { email } });
	if (user === null || user.disabledAt !== null) {
		await spendPasswordCheck(password);
		return null;
	}
	if (!(await passwordMatches(password, user.passwordHash))) return null;
	attemptSucceeded(email);
	return { id: user.id, name: user.name, email: user.email };
}
