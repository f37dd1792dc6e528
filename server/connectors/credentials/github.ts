import { z } from 'zod';
import { type PullContext, PullError, requireOk, textOf } from '../connector.ts';
import type { GithubCredentialsSetup, PulledList } from './setup.ts';

const perPage = '100';
const pagesMax = 500;

/** The list that is being read, its next page, and what was refused so far. */
const cursorSchema = z
	.object({
		list: z.number().int().min(0),
		next: z.string().nullable(),
		refused: z.array(z.string()),
	})
	.catch({ list: 0, next: null, refused: [] });
type Cursor = z.infer<typeof cursorSchema>;

const lists = [
	{ name: 'personal access tokens', path: 'personal-access-tokens' },
	{ name: 'credential authorizations', path: 'credential-authorizations' },
	{ name: 'app installations', path: 'installations' },
	{ name: 'deploy keys', path: 'repos' },
] as const;

const repositoriesSchema = z.array(z.looseObject({ full_name: z.string() }));

/**
 * Fine-grained tokens, authorized credentials, app installations and deploy keys of an organization.
 * What one token may list differs (fine-grained tokens are listed to GitHub Apps only): a list that is
 * refused is named and the others are read; when all are refused, the pull fails.
 */
export async function* pullGithubCredentials(
	setup: GithubCredentialsSetup,
	context: PullContext,
): AsyncGenerator<PulledList> {
	const base = (setup.settings.endpoint ?? 'https://api.github.com').replace(/\/$/, '');
	let { list, next, refused }: Cursor = cursorSchema.parse(context.cursor ?? {});
	for (let page = 0; page < pagesMax && list < lists.length; page++) {
		const at = lists[list];
		if (at === undefined) return;
		const url =
			next !== null && new URL(next).origin === new URL(base).origin
				? next
				: `${base}/orgs/${encodeURIComponent(setup.settings.owner)}/${at.path}?per_page=${perPage}`;
		const response = await get(setup, context, url);
		let document: object | null = null;
		if (isRefused(response)) {
			await response.body?.cancel();
			refused = [...refused, at.name];
			next = null;
		} else {
			requireOk(response, 'GitHub');
			const value = jsonOf(await textOf(response));
			const listed =
				at.path === 'repos' ? await deployKeys(setup, context, base, value) : listIn(value);
			document = listed.length === 0 ? null : listed;
			next = nextPage(response.headers.get('link'), base);
		}
		if (next === null) list++;
		if (list === lists.length && refused.length === lists.length)
			throw new PullError(
				'GitHub refuses the credential every list: it lacks the rights to read them',
			);
		yield {
			name: `${setup.settings.owner} ${at.name}`,
			document,
			cursor: list === lists.length ? null : { list, next, refused },
			...(refused.length === 0
				? {}
				: { note: `GitHub does not show this credential: ${refused.join(', ')}` }),
		};
	}
}

/** 403 without a limit that is used up, and 404: this credential is not shown this list. */
const isRefused = ({ status, headers }: Response): boolean =>
	status === 404 ||
	(status === 403 &&
		headers.get('x-ratelimit-remaining') !== '0' &&
		headers.get('retry-after') === null);

const get = (
	{ credential }: GithubCredentialsSetup,
	context: PullContext,
	url: string,
): Promise<Response> =>
	context.request(url, {
		headers: {
			accept: 'application/vnd.github+json',
			authorization: `Bearer ${credential.token}`,
			'x-github-api-version': '2022-11-28',
			'user-agent': 'aftertrace',
		},
	});

async function deployKeys(
	setup: GithubCredentialsSetup,
	context: PullContext,
	base: string,
	value: unknown,
): Promise<unknown[]> {
	const repositories = repositoriesSchema.safeParse(value);
	if (!repositories.success) throw new PullError('GitHub answered in a shape that is not known');
	const keys: unknown[] = [];
	for (const { full_name: name } of repositories.data) {
		const path = name.split('/').map(encodeURIComponent).join('/');
		let url: string | null = `${base}/repos/${path}/keys?per_page=${perPage}`;
		for (let page = 0; url !== null && page < pagesMax; page++) {
			const response: Response = await get(setup, context, url);
			// Keys of a repository are shown to its admins.
			if (isRefused(response)) {
				await response.body?.cancel();
				break;
			}
			requireOk(response, 'GitHub');
			const list = jsonOf(await textOf(response));
			if (Array.isArray(list)) keys.push(...list);
			url = nextPage(response.headers.get('link'), base);
		}
	}
	return keys;
}

/** A list, or the one that an envelope with its count holds. */
function listIn(value: object): unknown[] {
	const found = Array.isArray(value) ? value : Object.values(value).find(Array.isArray);
	if (found === undefined) throw new PullError('GitHub answered in a shape that is not known');
	return found;
}

function jsonOf(text: string): object {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null) return value;
	} catch {
		// Said below.
	}
	throw new PullError('GitHub answered with something else than JSON');
}

/** Only on the same host: the token goes nowhere else. */
function nextPage(link: string | null, base: string): string | null {
	const target = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
	if (target === undefined) return null;
	const url = new URL(target, base);
	return url.origin === new URL(base).origin ? url.href : null;
}
