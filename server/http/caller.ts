import type { NextRequest } from 'next/server';
import { getToken } from 'next-auth/jwt';
import type { Actor } from '@/core/access/permissions.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { actorOfApiKey } from '@/server/auth/api-keys.ts';
import { signedInById, workspaceCookie } from '@/server/auth/session.ts';
import { installation } from '@/server/installation/installation.ts';
import { originAllowed } from './origin.ts';

/** Who sends this request: the holder of an API key, or who signed in with this browser. */
export async function callerOf(request: NextRequest): Promise<Result<Actor>> {
	const header = request.headers.get('authorization');
	if (header !== null) {
		const key = /^Bearer (\S+)$/i.exec(header)?.[1];
		const actor = key === undefined ? null : await actorOfApiKey(key, new Date());
		return actor === null
			? fail<Failure>(
					failure('unauthenticated', 'the API key is unknown, expired or revoked; make a new one'),
				)
			: ok(actor);
	}
	const { keys, settings } = installation();
	const token = await getToken({ req: request, secret: keys.session });
	const chosen = request.cookies.get(workspaceCookie)?.value ?? null;
	const person = token?.sub === undefined ? null : await signedInById(token.sub, chosen);
	if (person === null) {
		return fail<Failure>(
			failure('unauthenticated', 'sign in, or send an API key as "Authorization: Bearer at_…"'),
		);
	}
	if (!originAllowed(request, settings.url)) {
		return fail<Failure>(
			failure('forbidden', 'a request with a session cookie must come from a page of this console'),
		);
	}
	return ok(person.actor);
}
