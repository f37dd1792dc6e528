import clsx from 'clsx';
import type { ComponentProps } from 'react';

const faces = {
	plain:
		'border border-line2 bg-transparent text-text hover:bg-raised disabled:opacity-50 disabled:hover:bg-transparent',
	solid:
		'border border-transparent bg-text text-bg hover:opacity-90 disabled:opacity-50 font-semibold',
	quiet: 'border border-transparent text-muted hover:bg-raised hover:text-text disabled:opacity-40',
} as const;

type ButtonProps = ComponentProps<'button'> & {
	readonly face?: keyof typeof faces;
	readonly size?: 'small' | 'medium';
};

export function Button({ face = 'plain', size = 'small', className, ...rest }: ButtonProps) {
	return <button type="button" className={clsx(buttonClass(face, size), className)} {...rest} />;
}

/** The same look for links. */
export const buttonClass = (
	face: keyof typeof faces = 'plain',
	size: 'small' | 'medium' = 'small',
): string =>
	clsx(
		'inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-md',
		size === 'small' ? 'h-[24px] px-2 text-xs' : 'h-9 px-3.5 text-sm',
		faces[face],
	);

/** A square button that holds an icon; `label` is what it does. */
export function IconButton({
	label,
	className,
	...rest
}: ComponentProps<'button'> & { readonly label: string }) {
	return (
		<button
			type="button"
			aria-label={label}
			title={label}
			className={clsx(
				'inline-grid size-[24px] flex-none place-items-center rounded-md text-muted hover:bg-raised hover:text-text disabled:opacity-40 aria-pressed:bg-raised aria-pressed:text-text',
				className,
			)}
			{...rest}
		/>
	);
}
