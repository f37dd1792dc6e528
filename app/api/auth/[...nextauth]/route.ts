import NextAuth from 'next-auth';
import { sessionOptions } from '@/server/auth/sign-in.ts';
import { installation } from '@/server/installation/installation.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

/** Sign-in, sign-out and session, as next-auth serves them. */
const handle = (request: Request, context: Context): Promise<Response> =>
	NextAuth(sessionOptions(installation().keys.session))(request, context) as Promise<Response>;

export { handle as GET, handle as POST };
