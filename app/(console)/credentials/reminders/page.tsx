import type { Metadata } from 'next';
import { CredentialsFrame } from '@/components/credentials/credentials-frame.tsx';
import { Reminders } from '@/components/credentials/reminders/reminders.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';
import { getReminders } from '@/server/reminders/settings.ts';

export const metadata: Metadata = { title: 'Reminders' };

export default async function RemindersPage() {
	const actor = await requireActor();
	const view = await getReminders(actor);
	return (
		<CredentialsFrame here="/credentials/reminders" figures={null}>
			{view.ok ? (
				<Reminders view={view.value} mayChange={may(actor, 'settings.manage')} />
			) : (
				<FailedState title="Reminders are for managers">{view.error.message}</FailedState>
			)}
		</CredentialsFrame>
	);
}
