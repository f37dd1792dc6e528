'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { TooltipProvider } from './ui/tooltip.tsx';

/** What interactive parts need around them: one query client a page load, and tooltips. */
export function QueryProvider({ children }: { children: ReactNode }) {
	const [client] = useState(
		() =>
			new QueryClient({
				defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } },
			}),
	);
	return (
		<QueryClientProvider client={client}>
			<TooltipProvider delayDuration={250}>{children}</TooltipProvider>
		</QueryClientProvider>
	);
}
