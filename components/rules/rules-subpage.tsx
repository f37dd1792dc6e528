import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { FailedState } from '../ui/states.tsx';

/** The way back from a page to the one above it. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
	return (
		<Link
			href={href}
			className="inline-flex min-h-[24px] w-fit items-center gap-1 text-xs text-muted hover:text-text"
		>
			<ChevronLeft aria-hidden size={13} /> {children}
		</Link>
	);
}

/** A page beside the rules; `failed` says why what it shows may be old. */
export function RulesSubpage({
	title,
	about,
	failed,
	retry,
	children,
}: {
	title: string;
	about: string;
	failed: string | null;
	retry: () => void;
	children: ReactNode;
}) {
	return (
		<div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 px-5 pt-4 pb-10 max-sm:px-3">
			<header>
				<BackLink href="/rules">Rules</BackLink>
				<h1 className="text-lg font-semibold">{title}</h1>
				<p className="text-xs text-muted">{about}</p>
			</header>
			{failed !== null && (
				<FailedState title="What is shown may be old" retry={retry}>
					{failed}
				</FailedState>
			)}
			{children}
		</div>
	);
}
