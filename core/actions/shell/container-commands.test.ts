import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';

const classes = (script: string): string[] =>
	understanding.readShell(script, null).map((act) => act.class);

it('reads what runs in a container, and leaves the files alone that go with it', () => {
	const run = 'docker run --rm -e A=b --network host';
	expect(classes(`${run} postgres:16 psql -h db -c "DROP TABLE users"`)).toContain('destroy');
	expect(classes(`${run} amazon/aws-cli s3 rb s3://acme --force`)).toContain('destroy');
	expect(classes(`${run} -v pgdata:/data alpine rm -rf /data/base`)).toContain('destroy');
	expect(classes(`${run} alpine rm -rf /data/base`)).not.toContain('destroy');
	expect(classes('docker compose run --rm web rails db:drop')).toContain('destroy');
	expect(classes('kubectl run t --rm -i --image=postgres -- psql -c "DROP TABLE users"')).toContain(
		'destroy',
	);
});

it.each([
	`aws ssm send-command --targets Key=tag:env,Values=prod --parameters 'commands=["rm -rf /srv/x"]'`,
	'aws ecs execute-command --cluster c --task t --interactive --command "rails db:drop"',
	"gcloud compute ssh db -- 'rm -rf /srv/x'",
	"tmux new-session -d -s x 'rm -rf /srv/x'",
	"tmux send-keys -t x 'rm -rf /srv/x' Enter",
	'screen -dmS x rm -rf /srv/x',
	"at now <<< 'rm -rf /srv/x'",
	`find /srv -name '*.gz' -exec sh -c 'rm -f "$1"' _ {} \\;`,
	"mysql shop < <(echo 'DROP TABLE orders;')",
])('reads what another machine, terminal or time runs: %s', (script) => {
	expect(classes(script)).toContain('destroy');
});

it("keeps the provider's own call beside what it carries", () => {
	const acts = understanding.readShell(
		`aws ssm send-command --instance-ids i-1 --parameters 'commands=["rm -rf /srv/x"]'`,
		null,
	);
	expect(acts.map((act) => act.operation)).toContain('ssm:SendCommand');
});
