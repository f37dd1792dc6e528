import { OctagonAlert } from 'lucide-react';
import Link from 'next/link';
import type { CredentialPage } from '@/core/credentials/views.ts';

/** In alarm: one credential alone ends data and what would bring it back. Nothing where there is none. */
export function DestroysCopies({ finding }: { finding: CredentialPage['facets']['finding'] }) {
	const count = finding.find(({ key }) => key === 'can-destroy-backups')?.count ?? 0;
	if (count === 0) return null;
	return (
		<Link
			href="/credentials/reach"
			className="mb-2 flex items-center gap-2 rounded-lg border border-destroy px-3 py-2 text-sm hover:bg-raised"
		>
			<OctagonAlert aria-hidden size={16} className="flex-none text-destroy" />
			<span className="min-w-0">
				<b className="font-semibold text-destroy">
					{count === 1 ? 'One credential alone' : `${count.toLocaleString('en')} credentials`}
				</b>{' '}
				can destroy data together with copies of it{count > 1 && ', each by itself'}. See which, and
				what would be left.
			</span>
		</Link>
	);
}
