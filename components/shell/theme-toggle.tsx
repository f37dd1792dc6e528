'use client';
import { SunMoon } from 'lucide-react';
import { Tooltip } from '../ui/tooltip.tsx';
import { railButton } from './rail.tsx';
import { type Theme, themeCookie } from './theme.ts';

const yearSeconds = 31_536_000;

/** Light or dark. Without a choice the page follows the system. */
export function ThemeToggle() {
	return (
		<Tooltip text="Light or dark" side="right">
			<button
				type="button"
				aria-label="Switch between light and dark"
				className={railButton}
				onClick={() => setTheme(other())}
			>
				<SunMoon aria-hidden size={16} />
			</button>
		</Tooltip>
	);
}

function other(): Theme {
	const chosen = document.documentElement.dataset.theme;
	const dark =
		chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
	return dark ? 'light' : 'dark';
}

function setTheme(theme: Theme) {
	document.documentElement.dataset.theme = theme;
	// biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
	document.cookie = `${themeCookie}=${theme}; path=/; max-age=${yearSeconds}; samesite=lax`;
}
