import { CircleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

/** Nothing here yet: says what would fill it and offers the action. */
export function EmptyState({
	icon: Icon,
	title,
	children,
}: {
	icon?: LucideIcon;
	title: string;
	children?: ReactNode;
}) {
	return (
		<div className="grid justify-items-center gap-1.5 rounded-lg border border-dashed border-line2 px-6 py-8 text-center">
			{Icon !== undefined && <Icon aria-hidden size={22} className="text-muted" />}
			<p className="text-sm font-semibold">{title}</p>
			<div className="max-w-[62ch] text-xs text-muted">{children}</div>
		</div>
	);
}

/** Something failed: says what, and offers to try again. */
export function FailedState({
	title,
	retry,
	children,
}: {
	title: string;
	retry?: () => void;
	children?: ReactNode;
}) {
	return (
		<div
			role="alert"
			className="flex items-start gap-2 rounded-lg border border-destroy px-3 py-2.5"
		>
			<CircleAlert aria-hidden size={15} className="mt-0.5 flex-none text-destroy" />
			<div className="min-w-0 flex-1">
				<p className="text-sm font-semibold">{title}</p>
				<div className="text-xs text-muted">{children}</div>
			</div>
			{retry !== undefined && <Button onClick={retry}>Try again</Button>}
		</div>
	);
}

/** Bars where text will stand. `lines` of them. */
export function Skeleton({ lines = 3, label }: { lines?: number; label: string }) {
	return (
		<div role="status" aria-label={label} className="grid gap-2.5">
			{Array.from({ length: lines }, (_, index) => (
				<div
					// biome-ignore lint/suspicious/noArrayIndexKey: bars that are all alike and never move
					key={index}
					className="h-3.5 animate-pulse-slow rounded bg-raised"
					style={{ width: `${92 - ((index * 23) % 48)}%` }}
				/>
			))}
		</div>
	);
}
