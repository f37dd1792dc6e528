import { z } from 'zod';
import { type PullContext, PullError, requireOk, textOf } from '../connector.ts';
import type { CloudflareTokensSetup, PulledList } from './setup.ts';

const cursorSchema = z.object({ page: z.number().int().min(1) }).catch({ page: 1 });
const perPage = 50;
const pagesMax = 2_000;

const answerSchema = z.looseObject({
	success: z.boolean(),
	result: z.array(z.unknown()).nullish(),
	result_info: z.looseObject({ total_count: z.number().optional() }).nullish(),
});

/** API tokens of an account, or of the user whose token it is (`GET …/tokens`), fifty at a time. */
export async function* pullCloudflareTokens(
	setup: CloudflareTokensSetup,
	context: PullContext,
): AsyncGenerator<PulledList> {
	const { account, endpoint } = setup.settings;
	const base = (endpoint ?? 'https://api.cloudflare.com/client/v4').replace(/\/$/, '');
	const path = account === undefined ? 'user' : `accounts/${encodeURIComponent(account)}`;
	for (let { page } = cursorSchema.parse(context.cursor ?? {}); page <= pagesMax; page++) {
		const response = await context.request(
			`${base}/${path}/tokens?page=${page}&per_page=${perPage}`,
			{ headers: { authorization: `Bearer ${setup.credential.token}` } },
		);
		requireOk(response, 'Cloudflare');
		const { result, total } = answerOf(await textOf(response));
		const isLast = result.length < perPage || (total !== null && page * perPage >= total);
		yield {
			name: `tokens, page ${page}`,
			document: result.length === 0 ? null : { result },
			cursor: isLast ? null : { page: page + 1 },
		};
		if (isLast) return;
	}
}

function answerOf(text: string): { result: unknown[]; total: number | null } {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new PullError('Cloudflare answered with something else than JSON');
	}
	const read = answerSchema.safeParse(value);
	if (!read.success || !read.data.success)
		throw new PullError('Cloudflare answered in a shape that is not known');
	return { result: read.data.result ?? [], total: read.data.result_info?.total_count ?? null };
}
