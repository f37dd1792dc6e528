'use client';
import clsx from 'clsx';
import { Keyboard, Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Mark } from '../door/mark.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { openKeyboardMap, openPalette } from './overlays.ts';
import { consolePages } from './pages.ts';
import { ThemeToggle } from './theme-toggle.tsx';

export const railButton =
	'grid size-9 place-items-center rounded-lg text-muted hover:bg-raised hover:text-text';

export function Rail({ account }: { account: ReactNode }) {
	const path = usePathname();
	return (
		<nav
			aria-label="Console"
			className="flex flex-col items-center gap-1 border-r border-line bg-surface py-2.5 max-md:order-last max-md:flex-row max-md:border-t max-md:border-r-0 max-md:px-2 max-md:py-1"
		>
			<Link
				href="/"
				aria-label="Aftertrace"
				className="mb-2 grid size-9 place-items-center max-md:mb-0"
			>
				<Mark />
			</Link>
			{consolePages.map(({ name, href, icon: Icon }) => {
				const here = href === '/' ? path === '/' : path.startsWith(href);
				return (
					<Tooltip key={href} text={name} side="right">
						<Link
							href={href}
							aria-label={name}
							aria-current={here ? 'page' : undefined}
							className={clsx(railButton, here && 'bg-raised text-text')}
						>
							<Icon aria-hidden size={17} />
						</Link>
					</Tooltip>
				);
			})}
			<span className="flex-1" />
			<Tooltip text="Find a page or an incident (Ctrl K)" side="right">
				<button
					type="button"
					aria-label="Find a page or an incident"
					className={railButton}
					onClick={openPalette}
				>
					<Search aria-hidden size={16} />
				</button>
			</Tooltip>
			<Tooltip text="Keyboard map ( ? )" side="right">
				<button
					type="button"
					aria-label="Keyboard map"
					className={clsx(railButton, 'max-md:hidden')}
					onClick={openKeyboardMap}
				>
					<Keyboard aria-hidden size={16} />
				</button>
			</Tooltip>
			<ThemeToggle />
			{account}
		</nav>
	);
}
