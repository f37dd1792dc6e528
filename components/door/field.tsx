import type { ComponentProps } from 'react';

/** A labelled input; `hint` stands below it. */
export function Field({
	label,
	hint,
	id,
	...input
}: ComponentProps<'input'> & { label: string; hint?: string; id: string }) {
	return (
		<div className="grid min-w-0 gap-1">
			<label htmlFor={id} className="text-xs font-semibold text-muted">
				{label}
			</label>
			<input
				id={id}
				aria-describedby={hint === undefined ? undefined : `${id}-hint`}
				className="h-9 w-full min-w-0 rounded-md border border-line2 bg-bg px-2.5 text-sm"
				{...input}
			/>
			{hint !== undefined && (
				<p id={`${id}-hint`} className="text-2xs text-muted">
					{hint}
				</p>
			)}
		</div>
	);
}
