import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';

const classes = (script: string): string[] =>
	understanding.readShell(script, null).map((act) => act.class);

it.each([
	"echo -e 'd\\n1\\nw' | fdisk /dev/sdb",
	'parted -s /dev/sdb mklabel gpt',
	'mkfs.btrfs -f /dev/sdc',
	'lvreduce -L 5G -f /dev/vg0/data',
	'virsh undefine db1 --remove-all-storage',
	'VBoxManage unregistervm db --delete',
	'rbd rm volumes/db-data',
	'nerdctl volume rm pgdata',
	'zfs rollback -r tank/home@monday',
	'tar -czf x.tgz /srv/docs --remove-files',
	'tee /srv/db/app.sqlite < /dev/null',
	'make -C infra destroy',
	'npm run db:drop',
	'hdfs dfs -rm -r /data/warehouse',
])('sees disks, machines and what they hold go: %s', (script) => {
	expect(classes(script)).toContain('destroy');
});

it.each([
	'fdisk -l /dev/sdb',
	'parted /dev/sdb print',
	'wipefs /dev/sdc',
	'lvs && vgs',
	'virsh destroy db1',
	'virsh list --all',
	'tar -czf x.tgz /srv/docs',
	'echo x | tee /srv/db/notes.txt',
	'make -n destroy',
	'make test-destroy',
	'npm run destroy:check',
	'npm install destroy',
])('leaves alone what is looked at, switched off or rehearsed: %s', (script) => {
	expect(classes(script)).not.toContain('destroy');
});

it.each([
	'passwd -d root',
	'dscl . -append /Groups/admin GroupMembership eve',
	'cp eve.conf /etc/sudoers.d/eve',
	"install -m 0440 /dev/stdin /etc/sudoers.d/eve <<< 'eve ALL=(ALL) NOPASSWD: ALL'",
	'setcap cap_setuid+ep /usr/bin/python3',
	'kubectl certificate approve eve-csr',
	"psql -c 'ALTER DATABASE shop OWNER TO eve'",
	'az ad app permission admin-consent --id 0000',
	'aws ec2-instance-connect send-ssh-public-key --instance-id i-1 --ssh-public-key file://k.pub',
])('sees who is let in: %s', (script) => {
	expect(classes(script)).toContain('grant');
});

it.each([
	'passwd -S root',
	'cp /etc/sudoers /backup/sudoers',
	'setcap -v cap_setuid+ep /usr/bin/python3',
	'kubectl certificate deny eve-csr',
])('gives nobody anything by a look or a copy: %s', (script) => {
	expect(classes(script)).not.toContain('grant');
});

it('takes no program with a dash in its name for a cmdlet', () => {
	expect(classes('pulsar-admin topics delete persistent://public/default/a')).toEqual(['destroy']);
	expect(classes('Remove-ADUser -Identity bob')).toEqual(['destroy']);
});

it('sees a guard that is switched off by a setting at the end of a path, or scaled to nothing', () => {
	const weakens = (script: string) =>
		understanding.readShell(script, null).some((act) => act.weakens);
	expect(
		weakens(
			`curl -X PATCH https://api.cloudflare.com/client/v4/zones/z/settings/waf -d '{"value":"off"}'`,
		),
	).toBe(true);
	expect(
		weakens(
			`curl -X PATCH https://api.cloudflare.com/client/v4/zones/z/settings/waf -d '{"value":"on"}'`,
		),
	).toBe(false);
	expect(weakens('kubectl scale deploy falco -n falco --replicas=0')).toBe(true);
	expect(weakens('kubectl scale deploy web --replicas=0')).toBe(false);
});
