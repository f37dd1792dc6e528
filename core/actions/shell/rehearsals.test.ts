import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';

const classes = (script: string): string[] =>
	understanding.readShell(script, null).map((act) => act.class);

it.each([
	'aws s3 rm help',
	'kubectl help delete',
	'terraform destroy -help',
	'restic forget --keep-last 1 --dry-run',
	'pulumi destroy --preview-only',
	'kubectl delete ns shop --dry-run=server',
	'Remove-VM -Name db -WhatIf',
	'command -v mkfs.ext4',
	'parallel --dry-run rm -rf {} ::: /srv/a /srv/b',
])('does nothing where a command only explains or rehearses: %s', (script) => {
	expect(classes(script)).not.toContain('destroy');
});

it.each(['kubectl delete ns shop --dry-run=none', 'helm uninstall web --dry-run=false'])(
	'believes no rehearsal that is switched off: %s',
	(script) => {
		expect(classes(script)).toContain('destroy');
	},
);
