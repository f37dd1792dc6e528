import { z } from 'zod';
import {
	bytesOf,
	type CloudtrailSetup,
	oneBody,
	type PullContext,
	PullError,
	type Pulled,
	requireOk,
	textOf,
} from './connector.ts';
import { unescapedXml } from './credentials/xml.ts';
import { signedHeaders } from './sigv4.ts';

/** For each region's folder of each account, up to where its objects were read. */
const cursorSchema = z
	.record(z.string(), z.object({ after: z.string(), recent: z.array(z.string()) }))
	.catch({});
type Cursor = z.infer<typeof cursorSchema>;

const pagesMax = 1_000;
const rootsMax = 2_000;
const recentMax = 500;
/** Objects are delivered late and not in order: this much is listed again. */
const overlapMs = 60 * 60_000;

/**
 * Objects of a trail in a bucket (`PREFIX/AWSLogs/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/…json.gz`),
 * each region's in order of their keys, which is the order of delivery within a day.
 */
export async function* pullCloudtrail(
	setup: CloudtrailSetup,
	context: PullContext,
): AsyncGenerator<Pulled> {
	const cursor: Cursor = cursorSchema.parse(context.cursor ?? {});
	for (const root of await trailFolders(setup, context)) {
		const known = cursor[root];
		const from = known === undefined ? dayKey(root, context.since) : startOf(root, known.after);
		let after = from;
		for (let page = 0; page < pagesMax; page++) {
			const listed = await list(setup, context, { prefix: root, after, delimiter: false });
			for (const key of listed.keys) {
				after = key;
				if (!/\.json(?:\.gz)?$/.test(key) || cursor[root]?.recent.includes(key)) continue;
				const recent = [...(cursor[root]?.recent ?? []), key].slice(-recentMax);
				const highest = key > (cursor[root]?.after ?? '') ? key : (cursor[root]?.after ?? key);
				cursor[root] = { after: highest, recent };
				yield {
					name: key,
					format: 'cloudtrail',
					body: await object(setup, context, key),
					cursor: structuredClone(cursor),
				};
			}
			if (!listed.more || listed.keys.length === 0) break;
		}
	}
}

const dayKey = (root: string, day: Date): string =>
	`${root}${day.toISOString().slice(0, 10).replaceAll('-', '/')}/`;

/** A little before the last key, by the time in its name; where it has none, after the key itself. */
function startOf(root: string, last: string): string {
	const m = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_/.exec(last);
	if (m === null) return last;
	const [, y, mo, d, h, mi] = m.map(Number);
	const at = Date.UTC(y ?? 0, (mo ?? 1) - 1, d ?? 1, h ?? 0, mi ?? 0) - overlapMs;
	return dayKey(root, new Date(at));
}

/** Folders that hold years: one a region of an account. Digests are none: they hold no records. */
async function trailFolders(setup: CloudtrailSetup, context: PullContext): Promise<string[]> {
	const base = setup.settings.prefix.replace(/^\/+|\/+$/g, '');
	const start = base === '' ? '' : `${base}/`;
	const open = [start];
	const roots: string[] = [];
	for (let depth = 0; depth < 8 && open.length > 0; depth++) {
		for (const folder of open.splice(0)) {
			const { folders } = await list(setup, context, {
				prefix: folder,
				after: '',
				delimiter: true,
			});
			if (folders.some((each) => /\/\d{4}\/$/.test(`/${each}`))) roots.push(folder);
			else
				open.push(
					...folders.filter((each) => !/\/CloudTrail-(?:Digest|Insight)\/$/.test(`/${each}`)),
				);
			if (roots.length + open.length > rootsMax)
				throw new PullError(
					`there are over ${rootsMax} folders under the prefix; name a longer one`,
				);
		}
	}
	return roots.sort();
}

function addressOf({ settings }: CloudtrailSetup, key: string): URL {
	const path = key.split('/').map(encodeURIComponent).join('/');
	if (settings.endpoint !== undefined)
		return new URL(`${settings.endpoint.replace(/\/$/, '')}/${settings.bucket}/${path}`);
	// Names with dots have no certificate as a host.
	return settings.bucket.includes('.')
		? new URL(`https://s3.${settings.region}.amazonaws.com/${settings.bucket}/${path}`)
		: new URL(`https://${settings.bucket}.s3.${settings.region}.amazonaws.com/${path}`);
}

const get = (setup: CloudtrailSetup, context: PullContext, url: URL): Promise<Response> =>
	context.request(url.href, {
		headers: signedHeaders(url, setup.settings.region, 's3', setup.credential, context.now()),
	});

async function list(
	setup: CloudtrailSetup,
	context: PullContext,
	where: { prefix: string; after: string; delimiter: boolean },
): Promise<{ keys: string[]; folders: string[]; more: boolean }> {
	const url = addressOf(setup, '');
	url.searchParams.set('list-type', '2');
	url.searchParams.set('prefix', where.prefix);
	if (where.delimiter) url.searchParams.set('delimiter', '/');
	if (where.after !== '') url.searchParams.set('start-after', where.after);
	const response = await get(setup, context, url);
	requireOk(response, 'the bucket');
	const xml = await textOf(response);
	if (!xml.includes('<ListBucketResult'))
		throw new PullError('the endpoint does not answer as S3 does');
	const texts = (pattern: RegExp) =>
		[...xml.matchAll(pattern)].map((m) => unescapedXml(m[1] ?? ''));
	return {
		keys: texts(/<Key>([^<]*)<\/Key>/g),
		folders: texts(/<CommonPrefixes>\s*<Prefix>([^<]*)<\/Prefix>/g),
		more: /<IsTruncated>true</.test(xml),
	};
}

async function object(
	setup: CloudtrailSetup,
	context: PullContext,
	key: string,
): Promise<AsyncIterable<Uint8Array>> {
	const response = await get(setup, context, addressOf(setup, key));
	requireOk(response, 'the bucket');
	return oneBody(await bytesOf(response));
}
