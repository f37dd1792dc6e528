import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { getServerSession } from 'next-auth';
import type { Actor, Role } from '@/core/access/permissions.ts';
import { userId, workspaceId } from '@/core/event/ids.ts';
import { installation } from '@/server/installation/installation.ts';
import { sessionOptions } from './sign-in.ts';

/** Cookie in which a browser keeps the workspace that it looks at. It grants nothing by itself. */
export const workspaceCookie = 'aftertrace-workspace';

/** A signed-in person and where they may go. */
export interface SignedIn {
	readonly actor: Actor;
	readonly email: string;
	readonly workspace: WorkspaceChoice;
	/** Every workspace that they belong to, by name. */
	readonly workspaces: readonly WorkspaceChoice[];
}

export interface WorkspaceChoice {
	readonly id: string;
	readonly name: string;
	readonly role: Role;
	readonly isSample: boolean;
}

/** Who is signed in by this request's cookie; null: nobody, or someone disabled meanwhile. */
export async function signedIn(): Promise<SignedIn | null> {
	const session = await getServerSession(sessionOptions(installation().keys.session));
	const id = session?.user?.id;
	if (id === undefined) return null;
	const chosen = (await cookies()).get(workspaceCookie)?.value ?? null;
	return signedInById(id, chosen);
}

/** Memberships are read at every request: a role that was taken away is gone at once. */
export async function signedInById(id: string, chosen: string | null): Promise<SignedIn | null> {
	const { database } = installation().records;
	const user = await database.user.findUnique({
		where: { id },
		include: { memberships: { include: { workspace: true }, orderBy: { createdAt: 'asc' } } },
	});
	if (user === null || user.disabledAt !== null) return null;
	const workspaces = user.memberships.map(({ workspace, role }) => ({
		id: workspace.id,
		name: workspace.name,
		role,
		isSample: workspace.isSample,
	}));
	const workspace = workspaces.find((choice) => choice.id === chosen) ?? workspaces[0];
	if (workspace === undefined) return null;
	return {
		email: user.email,
		workspace,
		workspaces: workspaces.toSorted((a, b) => a.name.localeCompare(b.name)),
		actor: {
			type: 'user',
			id: userId(user.id),
			name: user.name,
			workspaceId: workspaceId(workspace.id),
			role: workspace.role,
			scopes: null,
		},
	};
}

/** For pages: the signed-in person; anyone else is sent to sign in. */
export async function requireSignedIn(): Promise<SignedIn> {
	return (await signedIn()) ?? redirect('/sign-in');
}

/** For pages: who asks. Anyone who is not signed in is sent to sign in. */
export async function requireActor(): Promise<Actor> {
	return (await requireSignedIn()).actor;
}
