import { z } from 'zod';
import { policiesOfPrincipal } from '@/core/credentials/imports/aws-account-details.ts';
import { fieldAt, textAt } from '@/core/credentials/imports/reader.ts';
import { type PullContext, PullError, requireOk, textOf } from '../connector.ts';
import { signedHeaders } from '../sigv4.ts';
import type { AwsIamSetup, PulledList } from './setup.ts';
import { childOf, readXml, type XmlElement } from './xml.ts';

/** Users in order of their names; the keys of those up to this one were read. */
const cursorSchema = z.object({ after: z.string() }).nullable().catch(null);
const usersAtOnce = 25;
const pagesMax = 1_000;

interface Details {
	readonly UserDetailList: unknown[];
	readonly RoleDetailList: unknown[];
	readonly GroupDetailList: unknown[];
	readonly Policies: unknown[];
}

/**
 * Users and roles with their policies (`GetAccountAuthorizationDetails`), then the access keys of each
 * user with their last use (`ListAccessKeys`, `GetAccessKeyLastUsed`), which carry their user's policies
 * as scopes. IAM has one address for all regions and signs for us-east-1.
 */
export async function* pullAwsIam(
	setup: AwsIamSetup,
	context: PullContext,
): AsyncGenerator<PulledList> {
	const details = await accountDetails(setup, context);
	const cursor = cursorSchema.parse(context.cursor);
	const users = details.UserDetailList.map((user) => ({
		user,
		name: textAt(user, 'UserName') ?? '',
	}))
		.filter(({ name }) => name !== '')
		.sort((a, b) => (a.name < b.name ? -1 : 1));
	if (cursor === null) {
		yield {
			name: 'account authorization details',
			document: details,
			cursor: users.length === 0 ? null : { after: '' },
		};
	}
	const left = users.filter(({ name }) => name > (cursor?.after ?? ''));
	for (let from = 0; from < left.length; from += usersAtOnce) {
		const part = left.slice(from, from + usersAtOnce);
		const keys: object[] = [];
		for (const { user, name } of part) {
			for (const key of await accessKeys(setup, context, name))
				keys.push({
					...key,
					Arn: textAt(user, 'Arn'),
					Tags: fieldAt(user, 'Tags') ?? [],
					PolicyDocuments: policiesOfPrincipal(user, details),
				});
		}
		const isLast = from + usersAtOnce >= left.length;
		yield {
			name: `access keys of ${part.length} users`,
			document: keys.length === 0 ? null : { AccessKeyMetadata: keys },
			cursor: isLast ? null : { after: part.at(-1)?.name ?? '' },
		};
	}
}

async function accountDetails(setup: AwsIamSetup, context: PullContext): Promise<Details> {
	const all: Details = {
		UserDetailList: [],
		RoleDetailList: [],
		GroupDetailList: [],
		Policies: [],
	};
	for await (const page of pages(setup, context, 'GetAccountAuthorizationDetails', {}))
		for (const [name, list] of Object.entries(all)) {
			const given = plain(childOf(page, name));
			if (Array.isArray(given)) (list as unknown[]).push(...given);
		}
	return all;
}

async function accessKeys(
	setup: AwsIamSetup,
	context: PullContext,
	userName: string,
): Promise<object[]> {
	const keys: object[] = [];
	for await (const page of pages(setup, context, 'ListAccessKeys', { UserName: userName })) {
		const given = plain(childOf(page, 'AccessKeyMetadata'));
		for (const key of Array.isArray(given) ? given : []) {
			const id = textAt(key, 'AccessKeyId');
			if (id === null) continue;
			const answer = await call(setup, context, 'GetAccessKeyLastUsed', { AccessKeyId: id });
			const used = childOf(childOf(answer, 'AccessKeyLastUsed'), 'LastUsedDate')?.text.trim();
			// A key that was never used has `N/A` or no date there.
			const isTime = used !== undefined && !Number.isNaN(Date.parse(used));
			keys.push({ ...(key as object), LastUsedDate: isTime ? used : null });
		}
	}
	return keys;
}

async function* pages(
	setup: AwsIamSetup,
	context: PullContext,
	action: string,
	parameters: Readonly<Record<string, string>>,
): AsyncGenerator<XmlElement> {
	let marker: string | undefined;
	for (let page = 0; page < pagesMax; page++) {
		const result = await call(setup, context, action, {
			...parameters,
			MaxItems: '1000',
			...(marker === undefined ? {} : { Marker: marker }),
		});
		yield result;
		const isMore = childOf(result, 'IsTruncated')?.text.trim() === 'true';
		marker = childOf(result, 'Marker')?.text.trim();
		if (!isMore || marker === undefined || marker === '') return;
	}
}

async function call(
	{ settings, credential }: AwsIamSetup,
	context: PullContext,
	action: string,
	parameters: Readonly<Record<string, string>>,
): Promise<XmlElement> {
	const url = new URL(settings.endpoint ?? 'https://iam.amazonaws.com/');
	const query = { Action: action, Version: '2010-05-08', ...parameters };
	// A plus sign would be read as a space by some and as itself by others: everything is encoded alike.
	url.search = Object.entries(query)
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');
	const response = await context.request(url.href, {
		headers: signedHeaders(url, 'us-east-1', 'iam', credential, context.now()),
	});
	if (response.status === 400 || response.status === 503) {
		const code = childOf(
			childOf(readXml(await textOf(response)) ?? undefined, 'Error'),
			'Code',
		)?.text;
		if (/^(?:Throttling|RequestLimitExceeded|ServiceUnavailable)/.test(code ?? ''))
			throw new PullError('AWS asks to wait', 60);
		throw new PullError(`AWS refused ${action}`);
	}
	requireOk(response, 'AWS');
	const result = childOf(readXml(await textOf(response)) ?? undefined, `${action}Result`);
	if (result === undefined) throw new PullError('AWS answered in a shape that is not known');
	return result;
}

/** As the AWS command line prints it: lists of `member`s as arrays, policy documents parsed. */
function plain(element: XmlElement | undefined): unknown {
	if (element === undefined) return undefined;
	const { name, children, text } = element;
	if (children.length > 0 && children.every((each) => each.name === 'member'))
		return children.map(plain);
	if (children.length > 0)
		return Object.fromEntries(children.map((each) => [each.name, plain(each)]));
	if (/(?:List|Policies|Tags|Metadata)$/.test(name)) return [];
	const words = text.trim();
	if (name === 'IsDefaultVersion') return words === 'true';
	if (name === 'PolicyDocument' || name === 'Document') return policyOf(words);
	return words;
}

/** Policy documents come as JSON, percent-encoded (RFC 3986). */
function policyOf(text: string): unknown {
	try {
		return JSON.parse(decodeURIComponent(text));
	} catch {
		return null;
	}
}
