import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { QueryProvider } from '@/components/query-provider.tsx';
import { readTheme, themeCookie } from '@/components/shell/theme.ts';

export const metadata: Metadata = {
	title: { default: 'Aftertrace', template: '%s · Aftertrace' },
	description: 'The incident and audit console for AI agents',
	icons: { icon: '/icon.svg' },
};

export const viewport: Viewport = {
	themeColor: [
		{ media: '(prefers-color-scheme: light)', color: '#fbfcfd' },
		{ media: '(prefers-color-scheme: dark)', color: '#0b0e13' },
	],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
	const theme = readTheme((await cookies()).get(themeCookie)?.value);
	return (
		// A shared link may set the theme before the page is live.
		<html lang="en" data-theme={theme ?? undefined} suppressHydrationWarning>
			<body>
				<QueryProvider>{children}</QueryProvider>
			</body>
		</html>
	);
}
