import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';

const read = (script: string) => understanding.readShell(script, null);
const classes = (script: string): string[] => read(script).map((act) => act.class);

it.each([
	"sed -i 's/^# %wheel/%wheel/' /etc/sudoers",
	"sed -i '1i host all all 0.0.0.0/0 trust' /etc/postgresql/16/main/pg_hba.conf",
	"perl -pi -e 's/bob/eve/' ~/.ssh/authorized_keys",
])('sees who is let in by a line that is edited in place: %s', (script) => {
	expect(classes(script)).toContain('grant');
});

it.each([
	"sed -i '/eve/d' ~/.ssh/authorized_keys",
	"sed 's/^# %wheel/%wheel/' /etc/sudoers",
	"sed -i 's/grant/GRANT/' docs/sudoers.md",
	"perl -e 'print 1'",
])('gives nobody access by what only takes lines out, prints, or is no such file: %s', (script) => {
	expect(classes(script)).not.toContain('grant');
});

it('sees a protection that the new text of a line switches off, not the old text', () => {
	const weakens = (script: string) => read(script).some((act) => act.weakens);
	expect(weakens("sed -i 's/^#*PermitRootLogin.*/PermitRootLogin yes/' /etc/ssh/sshd_config")).toBe(
		true,
	);
	expect(weakens("sed -i 's/deletion_protection = true/deletion_protection = false/' db.tf")).toBe(
		true,
	);
	expect(weakens("sed -i 's/PermitRootLogin yes/PermitRootLogin no/' /etc/ssh/sshd_config")).toBe(
		false,
	);
});
