import { expect, test } from 'vitest';
import { rehearse } from '../reader-harness.ts';

const record = (more: object = {}) => ({
	eventVersion: '1.08',
	eventID: 'e-1',
	eventTime: '2026-02-03T04:05:06Z',
	eventSource: 'ec2.amazonaws.com',
	eventName: 'TerminateInstances',
	awsRegion: 'eu-west-1',
	sourceIPAddress: '192.0.2.1',
	userAgent: 'aws-cli/2',
	requestID: 'r-1',
	recipientAccountId: '111122223333',
	userIdentity: {
		type: 'IAMUser',
		arn: 'arn:aws:iam::111122223333:user/ci',
		accessKeyId: 'key-id-1',
	},
	requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
	responseElements: null,
	...more,
});

test.each([
	['a document', { Records: [record()] }],
	['an array', [record()]],
])('reads %s of records', (_, input) => {
	const { format, drafts } = rehearse(input);
	expect(format).toBe('cloudtrail');
	expect(drafts[0]?.key).toBe('e-1');
	expect(drafts[0]?.text).toBe('ec2:TerminateInstances i-1 i-2');
	expect(drafts[0]?.record).toMatchObject({
		provider: 'aws',
		operation: 'ec2:TerminateInstances',
		outcome: 'ok',
		principal: 'arn:aws:iam::111122223333:user/ci',
		credentialId: 'key-id-1',
		project: '111122223333',
		region: 'eu-west-1',
		requestId: 'r-1',
		resources: [
			{ kind: 'instance', id: 'i-1', name: null },
			{ kind: 'instance', id: 'i-2', name: null },
		],
	});
});

test.each([
	['Client.UnauthorizedOperation', 'denied'],
	['AccessDenied', 'denied'],
	['ThrottlingException', 'error'],
])('%s is %s', (errorCode, outcome) => {
	expect(rehearse([record({ errorCode })]).drafts[0]?.record?.outcome).toBe(outcome);
});

test('a failed console sign-in is denied though it has no error code', () => {
	const { drafts } = rehearse([
		record({ eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } }),
	]);
	expect(drafts[0]?.record?.outcome).toBe('denied');
});

test('addresses and regions that do not exist are kept as written', () => {
	const { drafts } = rehearse([
		record({ sourceIPAddress: '075.050.255.67', awsRegion: 'ap-isob-central-3r' }),
	]);
	expect(drafts[0]?.record).toMatchObject({
		sourceAddress: '075.050.255.67',
		region: 'ap-isob-central-3r',
	});
});

test('a digest file of the bucket is known and holds no records', () => {
	const digest = {
		awsAccountId: '111122223333',
		digestStartTime: '2026-05-01T10:00:00Z',
		digestS3Object: 'AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/05/01/d.json.gz',
		logFiles: [{ s3Object: 'AWSLogs/x.json.gz', hashValue: 'f'.repeat(64) }],
	};
	const { format, readings } = rehearse(digest);
	expect(format).toBe('cloudtrail');
	expect(readings).toEqual([{ kind: 'ignored', reason: 'digest' }]);
});
