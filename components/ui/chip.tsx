import clsx from 'clsx';
import type { ReactNode } from 'react';

const tones = {
	plain: 'border-line2 text-muted',
	strong: 'border-line2 text-text',
	warning: 'border-modify text-modify',
	danger: 'border-destroy text-destroy',
	good: 'border-create text-create',
} as const;
export type Tone = keyof typeof tones;

export function Chip({
	tone = 'plain',
	mono = false,
	title,
	children,
}: {
	tone?: Tone;
	mono?: boolean;
	title?: string;
	children: ReactNode;
}) {
	return (
		<span
			title={title}
			className={clsx(
				'inline-flex min-w-0 max-w-full items-center gap-1 rounded-[5px] border px-1.5 py-px text-2xs',
				mono && 'font-mono',
				tones[tone],
			)}
		>
			{children}
		</span>
	);
}

/** A small verdict word in a frame, as bold as the verdict is. */
export function Verdict({ tone, children }: { tone: Tone; children: ReactNode }) {
	return (
		<span
			className={clsx(
				'inline-block whitespace-nowrap rounded border px-1.5 py-px text-2xs font-semibold',
				tones[tone],
				tone === 'plain' && 'border-line2',
			)}
		>
			{children}
		</span>
	);
}

/** A key on the keyboard. */
export function Key({ children }: { children: ReactNode }) {
	return (
		<kbd className="inline-block min-w-4.5 rounded border border-line2 px-1 text-center font-mono text-2xs text-text">
			{children}
		</kbd>
	);
}
