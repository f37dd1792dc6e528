import type { ReactNode } from 'react';
import { Shell } from '@/components/shell/shell.tsx';
import { requireSignedIn } from '@/server/auth/session.ts';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
	const { actor, email, workspace, workspaces } = await requireSignedIn();
	return (
		<Shell
			person={{ name: actor.name, email }}
			workspace={workspace.id}
			workspaces={workspaces.map(({ id, name, role }) => ({ id, name, role }))}
		>
			{children}
		</Shell>
	);
}
