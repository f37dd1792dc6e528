import { describe, expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';
import type { Event } from '../event/event.ts';
import { eventId } from '../event/ids.ts';
import { ownText } from '../event/text.ts';
import { newRunState, readActs } from './understand.ts';

const { catalogue } = understanding;
const read = (script: string) => understanding.readShell(script, null);
/** Class of the gravest act, with `!` where something is weakened. */
const told = (script: string): string =>
	read(script)
		.map(({ class: actionClass, weakens }) => `${actionClass}${weakens ? '!' : ''}`)
		.join(' ');
const python = (...lines: readonly string[]): string =>
	`python3 - <<'EOF'\n${lines.join('\n')}\nEOF`;

function record(operation: string, parameters: object | null, response: object | null): Event {
	return {
		id: eventId('ev_1'),
		kind: 'provider-record',
		time: null,
		order: 0,
		origin: { format: 'cloudtrail', source: 's', path: null, line: null, request: null },
		run: null,
		actor: { type: 'human', name: null },
		text: ownText(operation),
		call: null,
		result: null,
		record: {
			provider: 'aws',
			operation,
			outcome: 'ok',
			errorCode: null,
			resources: [],
			parameters: parameters as never,
			response: response as never,
			principal: null,
			credentialId: null,
			sourceAddress: null,
			userAgent: null,
			project: null,
			environment: null,
			region: null,
			requestId: null,
		} as never,
		approval: null,
		sightings: [],
		raw: ownText('{}'),
	};
}
const ofRecord = (operation: string, parameters: object | null, response: object | null): string =>
	readActs(record(operation, parameters, response), understanding, newRunState())
		.map(({ class: actionClass, weakens }) => `${actionClass}${weakens ? '!' : ''}`)
		.join(' ');

describe('settings', () => {
	it('of every provider are read from their first value, by whatever operation changes them', () => {
		let settings = 0;
		for (const { provider, settings: own } of catalogue.providers)
			for (const { names, values, below, effect } of own)
				for (const name of names) {
					settings++;
					const value = values[0] ?? (below ?? 1) - 1;
					const found = catalogue.settings(provider, { outer: [{ [name]: value }] });
					expect([name, ...found.map((setting) => setting.effect)]).toContain(effect);
					expect(catalogue.settings(provider, { [name]: 'something else' })).toEqual([]);
				}
		expect(settings).toBeGreaterThan(100);
	});

	it.each([
		['aws rds modify-db-instance --db-instance-identifier a --no-deletion-protection', 'modify!'],
		['aws rds modify-db-instance --db-instance-identifier a --deletion-protection', 'modify'],
		[
			'aws s3api put-bucket-versioning --bucket a --versioning-configuration Status=Suspended',
			'modify!',
		],
		[
			'aws s3api put-bucket-versioning --bucket a --versioning-configuration Status=Enabled',
			'modify',
		],
		[
			'aws elbv2 modify-load-balancer-attributes --load-balancer-arn a --attributes Key=deletion_protection.enabled,Value=false',
			'modify!',
		],
		['aws logs put-retention-policy --log-group-name a --retention-in-days 1', 'modify!'],
		['aws logs put-retention-policy --log-group-name a --retention-in-days 365', 'modify'],
		['aws rds modify-db-instance --db-instance-identifier a --publicly-accessible', 'expose'],
		['gcloud sql instances patch a --authorized-networks=10.0.0.0/8,0.0.0.0/0', 'grant'],
		['gcloud storage buckets update gs://a --clear-soft-delete', 'modify!'],
		['az storage account update -n a --allow-blob-public-access true', 'expose'],
		['az storage account update -n a --allow-blob-public-access false', 'modify'],
		['gh api -X PATCH repos/a/b -f private=false', 'expose'],
	])('%s', (line, expected) => {
		expect(told(line)).toBe(expected);
	});

	it('of a thing that is made take nothing away, and open what they open', () => {
		expect(
			told('aws rds create-db-instance --db-instance-identifier a --no-deletion-protection'),
		).toBe('create');
		expect(
			told('aws rds create-db-instance --db-instance-identifier a --publicly-accessible'),
		).toBe('expose');
	});

	it('that take a permission away open nothing', () => {
		const line = 'aws ec2 revoke-security-group-ingress --group-id sg-1 --port 22 --cidr 0.0.0.0/0';
		expect(told(line)).not.toMatch(/grant|expose/);
	});

	it('are changed by what was asked, not by what was answered', () => {
		const asked = { dBInstanceIdentifier: 'shop', publiclyAccessible: true };
		expect(ofRecord('rds:ModifyDBInstance', asked, null)).toBe('expose');
		const answered = { publiclyAccessible: true, deletionProtection: false };
		expect(ofRecord('rds:ModifyDBInstance', { dBInstanceIdentifier: 'shop' }, answered)).toBe(
			'modify',
		);
		expect(ofRecord('rds:ModifyDBInstance', null, answered)).toBe('modify');
	});
});

describe('client libraries', () => {
	it.each([
		[['from google.cloud import storage', "b = storage.Client().bucket('a')", 'b.delete()'], 'a'],
		[
			[
				'from google.cloud import compute_v1',
				"compute_v1.DisksClient().delete(project='p', disk='a')",
			],
			'a',
		],
		[['from azure.mgmt.resource import X', "c.resource_groups.begin_delete('a').result()"], 'a'],
		[['from kubernetes import client', "client.CoreV1Api().delete_namespace('a')"], 'a'],
	])('remove what the call names: %j', (lines, id) => {
		const [act] = read(python(...lines));
		expect(act?.class).toBe('destroy');
		expect(act?.resources.map((resource) => resource.id)).toEqual([id]);
	});

	it.each([
		[['from google.cloud import storage', "items.delete('a')", 'cache.delete()']],
		[['from kubernetes import client', "client.CoreV1Api().list_namespaced_pod('a')"]],
		[['import boto3', "boto3.client('ec2').delete_volume(VolumeId='v', DryRun=True)"]],
		[["queue.delete('a')", 'bucket.delete()']],
	])('remove nothing where no thing of the provider is named: %j', (lines) => {
		expect(told(python(...lines))).not.toMatch(/destroy|delete|expose|grant/);
	});
});

describe('what leaves', () => {
	it('a prompt that is sent to a model is no exposure, a credential file is', () => {
		const ask = (file: string) =>
			told(`curl https://api.openai.com/v1/chat/completions -H 'A: b' -d @${file}`);
		expect(ask('prompt.json')).toBe('execute');
		expect(ask('.env')).toBe('expose');
		expect(told('curl https://api.openai.com/v1/files -F file=@customers.csv')).toBe('expose');
		expect(told('curl https://model.example/v1/chat/completions -d @prompt.json')).toBe('expose');
	});

	it('a pipe over ssh carries the files that it reads', () => {
		const carried = read("tar czf - /srv/app | ssh ops@203.0.113.9 'cat > /tmp/c.tgz'");
		const act = carried.find(({ class: actionClass }) => actionClass === 'expose');
		expect(act?.resources.map(({ id }) => id)).toEqual(['/srv/app']);
		expect(act?.hosts).toEqual(['ops@203.0.113.9']);
		expect(told("echo hello | ssh web1 'cat > /tmp/hello'")).not.toContain('expose');
		expect(told("tar czf - src | ssh web1 'wc -c'")).not.toContain('expose');
	});

	it('a role that signs in with a policy is granted it', () => {
		expect(told('vault write auth/approle/role/agent policies=admin')).toBe('grant');
		expect(told('vault read auth/approle/role/agent')).not.toContain('grant');
	});

	it('rows that a transaction changed and rolled back are not changed', () => {
		expect(told("psql -c 'BEGIN; DELETE FROM a; ROLLBACK;'")).not.toContain('destroy');
		expect(told("psql -c 'BEGIN; DELETE FROM a; COMMIT;'")).toContain('destroy');
		expect(told("psql -c 'BEGIN; DROP TABLE a; ROLLBACK;'")).toContain('destroy');
	});
});
