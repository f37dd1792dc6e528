'use client';
import { Tooltip as RadixTooltip } from 'radix-ui';
import type { ReactNode } from 'react';

export const TooltipProvider = RadixTooltip.Provider;

/** Words beside what the pointer or the focus is on. */
export function Tooltip({
	text,
	side = 'top',
	children,
}: {
	text: ReactNode;
	side?: 'top' | 'right' | 'bottom' | 'left';
	children: ReactNode;
}) {
	return (
		<RadixTooltip.Root>
			<RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
			<RadixTooltip.Portal>
				<RadixTooltip.Content
					side={side}
					sideOffset={6}
					collisionPadding={8}
					className="z-50 max-w-80 rounded-md border border-line2 bg-surface px-2 py-1 text-xs text-text shadow-float"
				>
					{text}
				</RadixTooltip.Content>
			</RadixTooltip.Portal>
		</RadixTooltip.Root>
	);
}
