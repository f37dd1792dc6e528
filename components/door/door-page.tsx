import type { ReactNode } from 'react';
import { Mark } from './mark.tsx';

/** A page in front of the console: signing in, setting up. */
export function DoorPage({ title, children }: { title: string; children: ReactNode }) {
	return (
		<main className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-5 px-5 py-10">
			<div className="flex items-center gap-2.5">
				<Mark size={26} />
				<span className="text-lg font-semibold">Aftertrace</span>
			</div>
			<div className="rounded-xl border border-line bg-surface p-6">
				<h1 className="mb-4 text-base font-semibold">{title}</h1>
				{children}
			</div>
			<p className="text-xs text-muted">The incident and audit console for AI agents</p>
		</main>
	);
}
