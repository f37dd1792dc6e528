import { z } from 'zod';
import { type PullContext, PullError, requireOk, textOf } from '../connector.ts';
import type { PulledList, VaultTokensSetup } from './setup.ts';

/** Accessors in order; those up to this one were looked up. */
const cursorSchema = z.object({ after: z.string() }).catch({ after: '' });
const atOnce = 100;
const accessorsMax = 100_000;

const accessorsSchema = z.object({
	data: z.object({ keys: z.array(z.string()).max(accessorsMax) }),
});

/**
 * Tokens of a Vault or OpenBao by their accessors (`LIST auth/token/accessors`, then
 * `auth/token/lookup-accessor`). No accessor gives a token back. One that ended meanwhile is left out.
 */
export async function* pullVaultTokens(
	setup: VaultTokensSetup,
	context: PullContext,
): AsyncGenerator<PulledList> {
	const base = `${setup.settings.endpoint.replace(/\/$/, '')}/v1/auth/token`;
	// `?list=true` is what LIST means for clients that cannot send that method.
	const response = await ask(setup, context, `${base}/accessors?list=true`, 'GET');
	requireOk(response, 'Vault');
	const read = accessorsSchema.safeParse(jsonOf(await textOf(response)));
	if (!read.success) throw new PullError('Vault answered in a shape that is not known');
	const { after } = cursorSchema.parse(context.cursor ?? {});
	const left = read.data.data.keys.sort().filter((accessor) => accessor > after);
	for (let from = 0; from < Math.max(left.length, 1); from += atOnce) {
		const part = left.slice(from, from + atOnce);
		const tokens: unknown[] = [];
		for (const accessor of part) {
			const found = await ask(setup, context, `${base}/lookup-accessor`, 'POST', { accessor });
			if (found.status === 404 || found.status === 400) {
				await found.body?.cancel();
				continue;
			}
			// Vault answers 403 for an accessor that is no more as well as for a right that is lacking.
			if (found.status === 403 && tokens.length > 0) {
				await found.body?.cancel();
				continue;
			}
			requireOk(found, 'Vault');
			tokens.push(jsonOf(await textOf(found)));
		}
		const isLast = from + atOnce >= left.length;
		yield {
			name: `tokens ${from + 1} to ${from + part.length}`,
			document: tokens.length === 0 ? null : tokens,
			cursor: isLast ? null : { after: part.at(-1) ?? '' },
		};
	}
}

const ask = (
	{ settings, credential }: VaultTokensSetup,
	context: PullContext,
	url: string,
	method: 'GET' | 'POST',
	body?: object,
): Promise<Response> =>
	context.request(url, {
		method,
		headers: {
			'x-vault-token': credential.token,
			'x-vault-request': 'true',
			...(settings.namespace === undefined ? {} : { 'x-vault-namespace': settings.namespace }),
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new PullError('Vault answered with something else than JSON');
	}
}
