'use client';
import { Check, CircleUserRound, LogOut } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { signOut } from 'next-auth/react';
import { DropdownMenu } from 'radix-ui';
import { menuClass, menuItemClass } from '../ui/menu.ts';
import { railButton } from './rail.tsx';

export interface AccountProps {
	readonly person: { readonly name: string; readonly email: string };
	/** Id of the workspace in use. */
	readonly workspace: string;
	readonly workspaces: readonly {
		readonly id: string;
		readonly name: string;
		readonly role: string;
	}[];
}

/** Cookie in which the browser keeps the workspace in use; the server checks that it may. */
const workspaceCookie = 'aftertrace-workspace';

/** Who is signed in, which workspace is in use, signing out. */
export function AccountMenu({ person, workspace, workspaces }: AccountProps) {
	const router = useRouter();
	const change = (id: string) => {
		// biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
		document.cookie = `${workspaceCookie}=${id}; path=/; samesite=lax`;
		router.push('/incidents');
		router.refresh();
	};
	return (
		<DropdownMenu.Root>
			<DropdownMenu.Trigger aria-label={`Account: ${person.name}`} className={railButton}>
				<CircleUserRound aria-hidden size={17} />
			</DropdownMenu.Trigger>
			<DropdownMenu.Portal>
				<DropdownMenu.Content
					side="right"
					align="end"
					sideOffset={8}
					collisionPadding={8}
					className={menuClass}
				>
					<DropdownMenu.Label className="px-2 py-1">
						<span className="block font-semibold">{person.name}</span>
						<span className="block text-xs text-muted">{person.email}</span>
					</DropdownMenu.Label>
					<DropdownMenu.Separator className="my-1 h-px bg-line" />
					<DropdownMenu.Label className="px-2 pt-1 text-2xs text-muted">
						Workspace
					</DropdownMenu.Label>
					{workspaces.map(({ id, name, role }) => (
						<DropdownMenu.Item key={id} className={menuItemClass} onSelect={() => change(id)}>
							{name} <span className="text-xs text-muted">{role}</span>
							{id === workspace && <Check aria-label="in use" size={12} className="ml-auto" />}
						</DropdownMenu.Item>
					))}
					<DropdownMenu.Separator className="my-1 h-px bg-line" />
					<DropdownMenu.Item
						className={menuItemClass}
						onSelect={() => signOut({ callbackUrl: '/sign-in' })}
					>
						<LogOut aria-hidden size={13} /> Sign out
					</DropdownMenu.Item>
				</DropdownMenu.Content>
			</DropdownMenu.Portal>
		</DropdownMenu.Root>
	);
}
