import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';

const read = (script: string) => understanding.readShell(script, null);
const classes = (script: string): string[] => read(script).map((act) => act.class);

it.each([
	"trap 'rm -rf /srv/state' EXIT",
	'eval "$(printf \'rm -rf %s\' /srv/data)"',
	'eval "$(echo cm0gLXJmIC9zcnYvZGF0YQ== | base64 -d)"',
	"echo '@reboot root rm -rf /srv/data' | sudo tee /etc/cron.d/x",
	"echo '0 3 * * * root rm -rf /srv/data' >> /etc/crontab",
	'redis-cli --cluster call 10.0.0.1:6379 FLUSHALL',
	'openstack server rebuild web --image debian',
	`curl -X POST https://api.example.com/v4/linode/instances/1/rebuild -d '{"image":"debian"}'`,
	`curl 'http://solr:8983/solr/orders/update' -d '<delete><query>*:*</query></delete>'`,
	`netlify api deleteSite --data '{"site_id":"s1"}'`,
])('reads what runs at the end, by schedule, or as printed text: %s', (script) => {
	expect(classes(script)).toContain('destroy');
});

it('says of a table of the scheduler that it runs later', () => {
	expect(
		read("echo '0 3 * * * root rm -rf /srv/data' | tee /etc/cron.d/x").find(
			(act) => act.class === 'destroy',
		)?.later,
	).toBe(true);
});

it.each([
	'trap \'rm -f "$tmp"\' EXIT; tmp=$(mktemp)',
	'trap cleanup EXIT',
	'echo "$(echo rm -rf /srv/data)"',
	"echo '0 3 * * * root rm -rf /srv/data' | tee notes.txt",
	'npm rebuild && docker compose build',
	"psql -c 'begin; truncate orders; rollback'",
])('leaves alone what is shown, rolled back or the script’s own: %s', (script) => {
	expect(classes(script)).not.toContain('destroy');
});

it('takes no rolled back DROP of MySQL for undone: it commits by itself', () => {
	expect(classes("mysql -e 'begin; drop table orders; rollback'")).toContain('destroy');
});

it('sees guards that are uninstalled, and checks that are switched off', () => {
	const weakens = (script: string) => read(script).some((act) => act.weakens);
	expect(weakens('sudo apt-get remove -y auditd')).toBe(true);
	expect(weakens('sudo apt-get install -y auditd')).toBe(false);
	expect(weakens('git config --global http.sslVerify false')).toBe(true);
	expect(weakens('git config --get http.sslVerify')).toBe(false);
});
