'use client';
import type { ReactNode } from 'react';
import { AccountMenu, type AccountProps } from './account-menu.tsx';
import { CommandPalette } from './command-palette.tsx';
import { KeyboardMap } from './keyboard-map.tsx';
import { Rail } from './rail.tsx';

/** The rail beside every page; on a narrow screen it lies at the bottom. */
export function Shell({ children, ...account }: AccountProps & { children: ReactNode }) {
	return (
		<div className="grid h-dvh grid-cols-[56px_minmax(0,1fr)] max-md:grid-cols-1 max-md:grid-rows-[minmax(0,1fr)_auto]">
			<a
				href="#content"
				className="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
			>
				To the content
			</a>
			<Rail account={<AccountMenu {...account} />} />
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: the part that scrolls must be reachable by keyboard */}
			<main id="content" tabIndex={0} className="min-w-0 overflow-y-auto outline-none">
				{children}
			</main>
			<CommandPalette />
			<KeyboardMap />
		</div>
	);
}
