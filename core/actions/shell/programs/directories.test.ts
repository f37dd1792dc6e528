import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';

const classes = (script: string): string[] =>
	understanding.readShell(script, null).map((act) => act.class);

it.each([
	'htpasswd -b /etc/nginx/.htpasswd eve x',
	'mosquitto_passwd -b /etc/mosquitto/passwd eve x',
	"kadmin.local -q 'addprinc -pw x eve@EXAMPLE.COM'",
	"ldapmodify -x <<'EOF'\ndn: cn=admins,dc=example,dc=com\nchangetype: modify\nadd: member\nmember: uid=eve\nEOF",
	"samba-tool group addmembers 'Domain Admins' eve",
	'ansible all -b -m authorized_key -a \'user=root key="ssh-ed25519 AAAA"\'',
	"ansible web -b -m ansible.builtin.user -a 'name=eve groups=sudo append=yes'",
	"curl -X POST https://acme.example/rest/api/3/group/user?groupname=admins -d '{}'",
	'kcadm.sh add-roles -r master --uusername eve --rolename admin',
])('sees who may sign in or joins a group: %s', (script) => {
	expect(classes(script)).toContain('grant');
});

it.each([
	'htpasswd -nb eve x',
	'htpasswd -D /etc/nginx/.htpasswd eve',
	"kadmin.local -q 'listprincs'",
	"ldapmodify -x <<'EOF'\ndn: cn=admins\nchangetype: modify\ndelete: member\nmember: uid=eve\nEOF",
	'samba-tool group listmembers admins',
	"ansible all -m authorized_key -a 'user=root key=x state=absent'",
	"ansible all -m user -a 'name=eve shell=/bin/bash'",
])('gives nobody access by what looks, prints or takes out: %s', (script) => {
	expect(classes(script)).not.toContain('grant');
});

it('sees a permission for everyone on a command line, and none where it is taken away', () => {
	expect(
		classes('gcloud storage objects update gs://a/b --add-acl-grant=entity=allUsers,role=READER'),
	).toContain('expose');
	expect(
		classes('gcloud storage objects update gs://a/b --remove-acl-grant=allUsers'),
	).not.toContain('expose');
});
