import Link from 'next/link';
import { buttonClass } from './button.tsx';
import { EmptyState } from './states.tsx';

/** What an address names is not in this workspace; `all` is where those that are there stand. */
export function NotFoundState({
	noun,
	all,
}: {
	noun: string;
	all: { readonly title: string; readonly href: string };
}) {
	return (
		<div className="mx-auto max-w-xl px-5 py-16">
			<h1 className="sr-only">
				{noun.slice(0, 1).toUpperCase()}
				{noun.slice(1)} not found
			</h1>
			<EmptyState title={`There is no such ${noun} in this workspace`}>
				<p className="mb-3">
					It may belong to another workspace: the one in use is named in the rail.
				</p>
				<Link href={all.href} className={buttonClass('plain', 'medium')}>
					{all.title}
				</Link>
			</EmptyState>
		</div>
	);
}
