import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';

const placed = (line: string) =>
	understanding
		.readShell(line, null)
		.map((act) => [act.class, act.hosts[0] ?? null, act.environment?.value ?? null]);

it.each([
	'DOCKER_HOST=ssh://deploy@prod.acme.example docker volume rm pgdata',
	'docker -H tcp://prod.acme.example:2376 volume rm pgdata',
])('knows the machine whose volume goes: %s', (line) => {
	expect(placed(line)).toEqual([['destroy', 'prod.acme.example', 'production']]);
});

it.each(['docker volume rm pgdata', 'docker -H unix:///var/run/docker.sock volume rm pgdata'])(
	'takes this machine where no other one is named: %s',
	(line) => {
		expect(placed(line)).toEqual([['destroy', null, null]]);
	},
);
