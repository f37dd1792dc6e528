'use client';
import clsx from 'clsx';
import { type RefObject, useRef } from 'react';

const linePx = 19;

/** A text with its lines numbered; lines with problems are marked. `input` moves the cursor. */
export function NumberedText({
	label,
	value,
	onChange,
	marked,
	describedBy,
	input,
}: {
	label: string;
	value: string;
	onChange: (text: string) => void;
	/** Lines, counted from 1, by how grave what is wrong there is. */
	marked: ReadonlyMap<number, 'error' | 'warning'>;
	describedBy: string;
	input: RefObject<HTMLTextAreaElement | null>;
}) {
	const gutter = useRef<HTMLDivElement>(null);
	const lines = value.split('\n').length;
	const hasErrors = [...marked.values()].includes('error');
	return (
		<div className="flex h-[60vh] min-h-72 overflow-hidden rounded-lg border border-line2 bg-bg focus-within:outline-2 focus-within:outline-accent">
			<div
				ref={gutter}
				aria-hidden
				className="flex-none overflow-hidden border-r border-line bg-surface py-2 text-right font-mono text-xs text-muted select-none"
			>
				{Array.from({ length: lines }, (_, index) => {
					const mark = marked.get(index + 1);
					return (
						<div
							// biome-ignore lint/suspicious/noArrayIndexKey: lines in their order
							key={index}
							style={{ height: linePx, lineHeight: `${linePx}px` }}
							className={clsx(
								'min-w-10 px-2',
								mark === 'error' && 'bg-destroy font-semibold text-on-solid',
								mark === 'warning' && 'font-semibold text-modify',
							)}
						>
							{index + 1}
						</div>
					);
				})}
			</div>
			<textarea
				ref={input}
				aria-label={label}
				aria-invalid={hasErrors}
				aria-describedby={describedBy}
				value={value}
				onChange={({ target }) => onChange(target.value)}
				onScroll={({ currentTarget }) => {
					if (gutter.current !== null) gutter.current.scrollTop = currentTarget.scrollTop;
				}}
				wrap="off"
				spellCheck={false}
				autoCapitalize="off"
				style={{ lineHeight: `${linePx}px` }}
				className="min-w-0 flex-1 resize-none bg-transparent px-2.5 py-2 font-mono text-xs text-text outline-none"
			/>
		</div>
	);
}

/** Puts the cursor where a problem stands, and brings that line into view. */
export function goTo(input: HTMLTextAreaElement | null, line: number, column: number): void {
	if (input === null) return;
	const before = input.value.split('\n').slice(0, line - 1);
	const at = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
	input.focus();
	input.setSelectionRange(at, at);
	input.scrollTop = Math.max((line - 6) * linePx, 0);
}
