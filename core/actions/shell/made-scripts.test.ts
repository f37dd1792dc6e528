import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';

const classes = (script: string): string[] =>
	understanding.readShell(script, null).map((act) => act.class);

it.each([
	"ls /srv/exports | sed 's/^/rm -f /' | sh",
	"ls /srv/exports | sed 's|.*|rm -rf /srv/exports/&|' | bash",
	'kubectl get ns | awk \'{print "kubectl delete ns " $1}\' | sh',
	`jq -r '.[] | "aws s3 rb s3://\\(.name) --force"' buckets.json | bash`,
])('reads the lines that a stage makes for the shell behind it: %s', (script) => {
	expect(classes(script)).toContain('destroy');
});

it.each([
	"ls /srv/exports | sed 's/^/rm -f /'",
	"ls /srv/exports | sed 's/^/rm -f /' | tee plan.txt",
	"sed 's/^/# /' notes.txt | sh",
	'awk \'{print "echo would delete " $1}\' x | sh',
])('leaves alone what is only printed, and lines that are no commands: %s', (script) => {
	expect(classes(script)).not.toContain('destroy');
});
