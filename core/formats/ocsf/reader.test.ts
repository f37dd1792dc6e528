import { expect, test } from 'vitest';
import { rehearse } from '../reader-harness.ts';

const base = {
	category_uid: 6,
	class_uid: 6003,
	class_name: 'API Activity',
	activity_id: 4,
	activity_name: 'Delete',
	time: 1_767_225_600_000,
	metadata: {
		uid: 'e-1',
		version: '1.3.0',
		product: { name: 'CloudTrail', vendor_name: 'AWS' },
	},
	cloud: { provider: 'AWS', region: 'eu-central-1', account: { uid: '111122223333' } },
};

const cloudtrailTwin = {
	eventVersion: '1.08',
	eventID: 'e-1',
	eventTime: '2026-01-01T00:00:00Z',
	eventSource: 'ec2.amazonaws.com',
	eventName: 'DeleteVolume',
	awsRegion: 'eu-central-1',
	recipientAccountId: '111122223333',
	sourceIPAddress: '192.0.2.7',
	requestID: 'r-1',
	userIdentity: {
		type: 'IAMUser',
		arn: 'arn:aws:iam::111122223333:user/ci',
		accessKeyId: 'AKIDEXAMPLE',
	},
	requestParameters: { volumeId: 'vol-1' },
	responseElements: null,
};

const ocsfTwin = {
	...base,
	actor: {
		user: {
			type: 'IAMUser',
			uid: 'arn:aws:iam::111122223333:user/ci',
			credential_uid: 'AKIDEXAMPLE',
		},
	},
	api: {
		operation: 'DeleteVolume',
		service: { name: 'ec2.amazonaws.com' },
		request: { uid: 'r-1', data: '{"volumeId":"vol-1"}' },
	},
	src_endpoint: { ip: '192.0.2.7' },
};

test('a record reads as its CloudTrail original does', () => {
	const [ocsf] = rehearse([ocsfTwin]).drafts;
	const [original] = rehearse([cloudtrailTwin]).drafts;
	expect(rehearse([ocsfTwin]).format).toBe('ocsf');
	expect(ocsf).toMatchObject({
		kind: 'provider-record',
		time: original?.time,
		actor: original?.actor,
		text: original?.text,
	});
	expect(ocsf?.record).toMatchObject({
		provider: 'aws',
		operation: 'ec2:DeleteVolume',
		outcome: 'ok',
		principal: original?.record?.principal,
		credentialId: 'AKIDEXAMPLE',
		requestId: 'r-1',
		sourceAddress: '192.0.2.7',
		project: '111122223333',
		region: 'eu-central-1',
		resources: original?.record?.resources,
	});
});

test('a refusal is a refusal, and a failure no refusal', () => {
	const outcome = (extra: object) =>
		rehearse([{ ...ocsfTwin, ...extra }]).drafts[0]?.record?.outcome;
	const api = (error: string) => ({ api: { ...ocsfTwin.api, response: { error } } });
	expect(outcome({ status: 'Failure', status_id: 2, ...api('AccessDenied') })).toBe('denied');
	expect(outcome({ status: 'Failure', status_id: 2, ...api('VolumeInUse') })).toBe('error');
	expect(outcome({ action_id: 2 })).toBe('denied');
	expect(outcome({ status_id: 1 })).toBe('ok');
});

test('what a source leaves unsaid is unknown, unless its own log means success by it', () => {
	const product = { name: 'Vault', vendor_name: 'Acme' };
	const { drafts } = rehearse([{ ...ocsfTwin, metadata: { ...base.metadata, product } }]);
	expect(drafts[0]?.record?.outcome).toBe('unknown');
});

test('an EKS record names its operation as the Kubernetes log does', () => {
	const record = {
		...base,
		metadata: { ...base.metadata, product: { name: 'Amazon EKS', vendor_name: 'AWS' } },
		actor: { user: { name: 'system:node:n1' } },
		api: { operation: 'create', response: { code: 403 } },
		resources: [{ name: 'n1', type: 'nodes' }],
	};
	expect(rehearse([record]).drafts[0]?.record).toMatchObject({
		provider: 'kubernetes',
		operation: 'create nodes',
		outcome: 'denied',
		principal: 'system:node:n1',
	});
});

test('identity classes are acts on their user; findings and flows are kept as records', () => {
	const { drafts } = rehearse([
		{
			...base,
			class_uid: 3001,
			class_name: 'Account Change',
			metadata: { ...base.metadata, event_code: 'user.lifecycle.create' },
			actor: { user: { name: 'admin' } },
			user: { uid: 'u-2', name: 'new person' },
		},
		{
			class_uid: 2004,
			category_uid: 2,
			type_name: 'Detection Finding: Create',
			finding_info: { title: 'Unusual call' },
			metadata: { version: '1.3.0' },
			time: 1_767_225_600_000,
		},
		{
			class_uid: 4001,
			category_uid: 4,
			type_name: 'Network Activity: Open',
			src_endpoint: { ip: '192.0.2.1' },
			dst_endpoint: { ip: '192.0.2.2' },
			metadata: { version: '1.3.0' },
			time: 1_767_225_600_000,
		},
	]);
	expect(drafts[0]?.record).toMatchObject({
		operation: 'user.lifecycle.create',
		resources: [{ kind: 'user', id: 'u-2', name: 'new person' }],
	});
	expect(drafts.slice(1).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
		'record: Detection Finding: Create · Unusual call',
		'record: Network Activity: Open · 192.0.2.1 → 192.0.2.2',
	]);
});
