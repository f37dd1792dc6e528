'use client';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import Link from 'next/link';
import { IconButton } from '../../ui/button.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { credentialAddress } from '../credential-filter.ts';
import { credentialQuery } from '../queries.ts';
import { Narrower } from './narrower.tsx';

/** The credential chosen in the matrix: what would have been enough, to be copied. */
export function NarrowerPanel({ id, close }: { id: string; close: () => void }) {
	const found = useQuery(credentialQuery(id));
	return (
		<aside
			aria-label="Narrower scope"
			className="w-[380px] flex-none overflow-auto rounded-lg border border-line px-3.5 py-2.5 max-lg:w-full max-lg:max-h-[60vh]"
		>
			<div className="mb-2 flex items-center gap-2">
				<h2 className="min-w-0 flex-1 truncate font-semibold">
					{found.data === undefined ? (
						'Narrower scope'
					) : (
						<Link href={credentialAddress(id)} className="hover:underline">
							<InertText text={found.data.title} />
						</Link>
					)}
				</h2>
				<IconButton label="Close" onClick={close}>
					<X aria-hidden size={14} />
				</IconButton>
			</div>
			{found.isPending ? (
				<Skeleton lines={6} label="Loading the credential" />
			) : found.isError ? (
				<FailedState title="The credential could not be read" retry={() => found.refetch()}>
					{found.error.message}
				</FailedState>
			) : (
				<Narrower
					recommendation={found.data.narrower}
					unread={found.data.scopesUnread}
					scopes={found.data.grantedScopes.state}
				/>
			)}
		</aside>
	);
}
