'use client';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button, buttonClass } from './button.tsx';

export const inputClass =
	'h-8 w-full rounded-md border border-line2 bg-bg px-2 text-sm placeholder:text-muted';

/** A question over the page: fields, what it will do, and one way to go on. Esc leaves it. */
export function FormDialog({
	title,
	about,
	action,
	pending,
	problem,
	open,
	close,
	submit,
	children,
}: {
	title: string;
	about: ReactNode;
	/** What its button does. */
	action: string;
	pending: boolean;
	/** Why it failed; null: it did not. */
	problem: string | null;
	open: boolean;
	close: () => void;
	submit: (form: FormData) => void;
	children: ReactNode;
}) {
	return (
		<Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
			<Dialog.Portal>
				<Dialog.Overlay className="fixed inset-0 z-40 bg-bg/60" />
				<Dialog.Content className="fixed top-1/2 left-1/2 z-50 max-h-[85vh] w-[min(92vw,460px)] -translate-x-1/2 -translate-y-1/2 overflow-auto rounded-xl border border-line2 bg-surface p-5 shadow-float outline-none">
					<form
						className="grid gap-3"
						onSubmit={(event) => {
							event.preventDefault();
							submit(new FormData(event.currentTarget));
						}}
					>
						<Dialog.Title className="text-base font-semibold">{title}</Dialog.Title>
						<Dialog.Description className="text-xs text-muted">{about}</Dialog.Description>
						{children}
						{problem !== null && (
							<p role="alert" className="text-xs text-destroy">
								{problem}
							</p>
						)}
						<div className="flex justify-end gap-2">
							<Dialog.Close className={buttonClass('plain')}>Cancel</Dialog.Close>
							<Button type="submit" face="solid" disabled={pending}>
								{action}
							</Button>
						</div>
					</form>
				</Dialog.Content>
			</Dialog.Portal>
		</Dialog.Root>
	);
}

/** A field of such a form, with its label above it. */
export function FormField({ label, children }: { label: string; children: ReactNode }) {
	return (
		// biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
		<label className="grid gap-1 text-xs text-muted">
			{label}
			{children}
		</label>
	);
}
