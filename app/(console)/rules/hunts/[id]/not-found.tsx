import Link from 'next/link';
import { buttonClass } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/states.tsx';

export default function HuntNotFound() {
	return (
		<div className="mx-auto max-w-xl px-5 py-16">
			<h1 className="sr-only">Hunt not found</h1>
			<EmptyState title="There is no such hunt in this workspace">
				<p className="mb-3">
					It may belong to another workspace: the one in use is named in the rail.
				</p>
				<Link href="/rules/hunts" className={buttonClass('plain', 'medium')}>
					All hunts
				</Link>
			</EmptyState>
		</div>
	);
}
