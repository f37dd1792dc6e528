import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';

const read = (script: string) => understanding.readShell(script, null);
const gravest = (script: string): string[] => read(script).map((act) => act.class);

it.each([
	['rabbitmqctl delete_vhost /prod', 'destroy'],
	['ibmcloud resource service-instance-delete prod-db -f', 'destroy'],
	['aliyun ecs DeleteInstance --InstanceId i-1', 'destroy'],
	['velero restore delete nightly --confirm', 'destroy'],
	['acmectl tenants purge 7', 'destroy'],
	['acmectl purge-tenant 7', 'destroy'],
	['etcdctl user grant-role bot root', 'grant'],
	['rabbitmqctl set_permissions -p / bot .* .* .*', 'grant'],
	['rabbitmqctl set_user_tags bot administrator', 'grant'],
	['acmectl users create bot', 'grant'],
	['nomad acl token create -type=client', 'grant'],
	['oci iam policy create --name p --compartment-id c', 'grant'],
	['az storage blob generate-sas -c invoices -n a.pdf', 'expose'],
	['oci os bucket update --bucket-name b --public-access-type ObjectRead', 'expose'],
] as const)('reads a verb wherever it stands in a command line: %s as %s', (script, expected) => {
	expect(gravest(script)).toEqual([expected]);
});

it.each([
	'acmectl get delete',
	'acmectl notes add "delete user"',
	'rabbitmqctl list_permissions -p /',
	'velero schedule get',
	'acmectl plan-delete 7',
	'acmectl users list',
])('takes no word for a verb that is a name, a text or a look: %s', (script) => {
	expect(gravest(script).filter((c) => /destroy|grant|expose/.test(c))).toEqual([]);
});

it('sees a schedule of copies that is paused, and a sink of logs that is switched off', () => {
	for (const script of [
		'velero schedule pause daily',
		'gcloud logging sinks update audit --disabled',
		'gh api -X PATCH orgs/acme -F two_factor_requirement_enabled=false',
		"curl -X PUT 'https://gitlab.com/api/v4/projects/42?only_allow_merge_if_pipeline_succeeds=false'",
	])
		expect([script, read(script).some((act) => act.weakens)]).toEqual([script, true]);
	expect(read('velero schedule create daily').some((act) => act.weakens)).toBe(false);
});
