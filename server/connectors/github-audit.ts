import { z } from 'zod';
import {
	type GithubSetup,
	oneBody,
	type PullContext,
	PullError,
	type Pulled,
	requireOk,
	textOf,
} from './connector.ts';

/** Entries up to this time were read. The same second is asked for again: its rest may come later. */
const cursorSchema = z.object({ since: z.iso.datetime() }).nullable().catch(null);

const entriesSchema = z.array(z.record(z.string(), z.unknown()));
const pagesMax = 100;

/** The audit log of an organization or enterprise, oldest first, a page of a hundred at a time. */
export async function* pullGithub(
	setup: GithubSetup,
	context: PullContext,
): AsyncGenerator<Pulled> {
	const { owner, ownerType, endpoint } = setup.settings;
	const base = (endpoint ?? 'https://api.github.com').replace(/\/$/, '');
	const group = ownerType === 'enterprise' ? 'enterprises' : 'orgs';
	let since = cursorSchema.parse(context.cursor)?.since ?? context.since.toISOString();
	const first = new URL(`${base}/${group}/${encodeURIComponent(owner)}/audit-log`);
	first.searchParams.set('phrase', `created:>=${since}`);
	first.searchParams.set('include', 'all');
	first.searchParams.set('order', 'asc');
	first.searchParams.set('per_page', '100');
	let next: string | null = first.href;
	for (let page = 0; next !== null && page < pagesMax; page++) {
		const response: Response = await context.request(next, {
			headers: {
				accept: 'application/vnd.github+json',
				authorization: `Bearer ${setup.credential.token}`,
				'x-github-api-version': '2022-11-28',
				'user-agent': 'aftertrace',
			},
		});
		requireOk(response, 'GitHub');
		const entries = entriesOf(await textOf(response));
		for (const entry of entries) since = later(since, entry);
		next = nextPage(response.headers.get('link'), base);
		if (entries.length === 0) continue;
		const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
		yield {
			name: `${owner} from ${since}`,
			format: 'github-audit',
			body: oneBody(Buffer.from(lines, 'utf8')),
			cursor: { since },
		};
	}
}

function entriesOf(text: string): Record<string, unknown>[] {
	try {
		return entriesSchema.parse(JSON.parse(text));
	} catch {
		throw new PullError('GitHub answered with something else than a list of entries');
	}
}

function later(since: string, entry: Record<string, unknown>): string {
	const at = Number(entry['@timestamp'] ?? entry.created_at ?? Number.NaN);
	if (!Number.isFinite(at) || at <= Date.parse(since) || at > 8.64e15) return since;
	return new Date(at).toISOString();
}

/** Only on the same host: the token goes nowhere else. */
function nextPage(link: string | null, base: string): string | null {
	const target = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
	if (target === undefined) return null;
	const url = new URL(target, base);
	return url.origin === new URL(base).origin ? url.href : null;
}
