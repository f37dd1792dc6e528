'use client';
import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from './button.tsx';

/** Takes files by drag and drop, or by a button that does the same. `label` names its input. */
export function DropZone({
	icon: Icon,
	label,
	take,
	children,
}: {
	icon: LucideIcon;
	label: string;
	take: (files: readonly File[]) => void;
	children: ReactNode;
}) {
	const [over, setOver] = useState(false);
	const input = useRef<HTMLInputElement>(null);
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which does the same
		<div
			onDragOver={(event) => {
				event.preventDefault();
				setOver(true);
			}}
			onDragLeave={() => setOver(false)}
			onDrop={(event) => {
				event.preventDefault();
				setOver(false);
				take([...event.dataTransfer.files]);
			}}
			className={clsx(
				'grid justify-items-center gap-2 rounded-lg border border-dashed px-6 py-8 text-center max-sm:px-3 max-sm:py-5',
				over ? 'border-accent bg-raised' : 'border-line2',
			)}
		>
			<Icon aria-hidden size={22} className="text-muted" />
			{children}
			<Button size="medium" onClick={() => input.current?.click()}>
				Choose files
			</Button>
			<input
				ref={input}
				type="file"
				multiple
				tabIndex={-1}
				aria-label={label}
				className="sr-only"
				onChange={({ target }) => {
					const files = [...(target.files ?? [])];
					// The same file, mended, may be chosen again.
					target.value = '';
					if (files.length > 0) take(files);
				}}
			/>
		</div>
	);
}
