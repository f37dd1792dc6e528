import { describe, expect, test } from 'vitest';
import { signedHeaders } from '../sigv4.ts';
import { type Answer, type Asked, connectorTests, secret } from './provider-harness.ts';

const { provider, add, run, stateOf, inventory } = connectorTests();

describe('AWS', () => {
	const policy = encodeURIComponent(
		JSON.stringify({
			Version: '2012-10-17',
			Statement: [{ Effect: 'Allow', Action: 's3:DeleteBucket', Resource: '*' }],
		}),
	);
	const xml = (action: string, inner: string) =>
		`<?xml version="1.0"?>\n<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${inner}</${action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${action}Response>`;
	const user = (name: string) =>
		`<member><UserId>AIDA${name.toUpperCase()}</UserId><UserName>${name}</UserName><Arn>arn:aws:iam::111122223333:user/${name}</Arn><CreateDate>2025-01-01T00:00:00Z</CreateDate><UserPolicyList><member><PolicyName>p &amp; q</PolicyName><PolicyDocument>${policy}</PolicyDocument></member></UserPolicyList><GroupList/><AttachedManagedPolicies/><Tags><member><Key>owner</Key><Value>Payments</Value></member></Tags></member>`;
	const iam = ({ url }: Asked): Answer => {
		const query = url.searchParams;
		const action = query.get('Action') ?? '';
		if (action === 'GetAccountAuthorizationDetails')
			return query.get('Marker') === 'more/+='
				? {
						body: xml(
							action,
							`<IsTruncated>false</IsTruncated><UserDetailList>${user('deploy')}</UserDetailList><RoleDetailList/><GroupDetailList/><Policies/>`,
						),
					}
				: {
						body: xml(
							action,
							`<IsTruncated>true</IsTruncated><Marker>more/+=</Marker><UserDetailList>${user('ci')}</UserDetailList><RoleDetailList/><GroupDetailList/><Policies/>`,
						),
					};
		const name = query.get('UserName') ?? '';
		if (action === 'ListAccessKeys')
			return {
				body: xml(
					action,
					`<IsTruncated>false</IsTruncated><AccessKeyMetadata><member><UserName>${name}</UserName><AccessKeyId>AKIA${name.toUpperCase().padEnd(16, 'X')}</AccessKeyId><Status>Active</Status><CreateDate>2025-02-01T00:00:00Z</CreateDate></member></AccessKeyMetadata>`,
				),
			};
		const isUsed = query.get('AccessKeyId')?.startsWith('AKIACI');
		return {
			body: xml(
				action,
				`<AccessKeyLastUsed>${isUsed ? '<LastUsedDate>2026-05-01T00:00:00Z</LastUsedDate>' : ''}<ServiceName>${isUsed ? 's3' : 'N/A'}</ServiceName><Region>N/A</Region></AccessKeyLastUsed>`,
			),
		};
	};

	test('brings users and access keys with owner, policies and last use, signed', async () => {
		const { url, all } = await provider(iam);
		const credential = { accessKeyId: 'AKIAREADERXXXXXXXXXX', secretAccessKey: secret() };
		const id = await add({ kind: 'aws-iam', settings: { endpoint: `${url}/` }, credential });
		await run(id);
		expect(await stateOf(id)).toMatchObject({ state: 'waiting', failure: null, events: 4 });
		const keys = (await inventory()).filter(({ kind }) => kind === 'aws-access-key');
		expect(keys).toMatchObject([
			{
				title: 'ci',
				providerId: 'AKIACIXXXXXXXXXXXXXX',
				principal: 'arn:aws:iam::111122223333:user/ci',
				owner: { state: 'value', value: 'Payments' },
				expiresAt: { state: 'none' },
				level: 'destroy',
				lastUsedAt: { state: 'value', value: '2026-05-01T00:00:00.000Z' },
			},
			{ title: 'deploy', lastUsedAt: { state: 'none' } },
		]);
		for (const { url: asked, headers } of all) {
			const at = String(headers['x-amz-date']);
			const time = at.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6.000Z');
			const again = signedHeaders(
				new URL(asked.pathname + asked.search, url),
				'us-east-1',
				'iam',
				credential,
				new Date(time),
			);
			expect(headers.authorization).toBe(again.authorization);
		}
		await run(id);
		expect((await stateOf(id)).events).toBe(4);
	});

	test('is asked again later when it throttles, and from where it was', async () => {
		let isLimited = true;
		const { url } = await provider((asked) =>
			isLimited && asked.url.searchParams.get('Action') === 'ListAccessKeys'
				? {
						status: 400,
						body: '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code></Error></ErrorResponse>',
					}
				: iam(asked),
		);
		const id = await add({
			kind: 'aws-iam',
			settings: { endpoint: `${url}/` },
			credential: { accessKeyId: 'AKIAREADERXXXXXXXXXX', secretAccessKey: secret() },
		});
		await run(id);
		expect(await stateOf(id)).toMatchObject({ failure: 'AWS asks to wait', events: 2 });
		isLimited = false;
		await run(id);
		expect(await stateOf(id)).toMatchObject({ failure: null, events: 4 });
	});
});
