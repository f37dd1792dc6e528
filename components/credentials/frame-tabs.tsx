'use client';
import clsx from 'clsx';
import Link from 'next/link';
import { useEffect, useRef } from 'react';

/** The parts of the inventory; on a narrow screen they scroll, with the one that is open in sight. */
export function FrameTabs({
	tabs,
	here,
}: {
	tabs: readonly { readonly name: string; readonly href: string }[];
	here: string;
}) {
	const open = useRef<HTMLAnchorElement>(null);
	useEffect(() => {
		const nav = open.current?.parentElement;
		if (open.current == null || nav == null) return;
		// Not scrollIntoView: it would scroll the page as well.
		nav.scrollLeft = open.current.offsetLeft - (nav.clientWidth - open.current.offsetWidth) / 2;
	}, []);
	return (
		<nav
			aria-label="Parts of the inventory"
			className="relative mt-2 mb-3 flex flex-none gap-5 overflow-x-auto border-b border-line"
		>
			{tabs.map(({ name, href }) => (
				<Link
					key={href}
					href={href}
					ref={href === here ? open : undefined}
					aria-current={href === here ? 'page' : undefined}
					className={clsx(
						'-mb-px border-b-2 py-1.5 whitespace-nowrap',
						href === here
							? 'border-accent text-text'
							: 'border-transparent text-muted hover:text-text',
					)}
				>
					{name}
				</Link>
			))}
		</nav>
	);
}
