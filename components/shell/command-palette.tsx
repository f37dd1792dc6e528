'use client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { Flag, type LucideIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { request } from '../api-request.ts';
import type { IncidentRow } from '../incidents/incident-row.ts';
import { InertText } from '../ui/inert-text.tsx';
import { paletteSignal } from './overlays.ts';
import { consolePages } from './pages.ts';

interface Target {
	readonly href: string;
	readonly name: string;
	readonly note: string;
	readonly icon: LucideIcon;
}

const incidentsQuery = queryOptions({
	queryKey: ['incidents', 'palette'],
	queryFn: ({ signal }) =>
		request<{ incidents: readonly IncidentRow[] }>('/api/v1/incidents?limit=200', { signal }),
	staleTime: 30_000,
});

/** Every page and incident, a few letters away: Ctrl or ⌘ K. */
export function CommandPalette() {
	const [open, setOpen] = useState(false);
	useEffect(() => {
		const key = (event: globalThis.KeyboardEvent) => {
			if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
			event.preventDefault();
			setOpen((current) => !current);
		};
		const show = () => setOpen(true);
		document.addEventListener('keydown', key);
		window.addEventListener(paletteSignal, show);
		return () => {
			document.removeEventListener('keydown', key);
			window.removeEventListener(paletteSignal, show);
		};
	}, []);
	return (
		<Dialog.Root open={open} onOpenChange={setOpen}>
			<Dialog.Portal>
				<Dialog.Overlay className="fixed inset-0 z-40 bg-bg/60" />
				<Dialog.Content
					aria-describedby={undefined}
					className="outline-none fixed top-[12vh] left-1/2 z-50 w-[min(94vw,560px)] -translate-x-1/2 overflow-hidden rounded-xl border border-line2 bg-surface shadow-float"
				>
					<Dialog.Title className="sr-only">Find a page or an incident</Dialog.Title>
					<Finder close={() => setOpen(false)} />
				</Dialog.Content>
			</Dialog.Portal>
		</Dialog.Root>
	);
}

function Finder({ close }: { close: () => void }) {
	const router = useRouter();
	const [text, setText] = useState('');
	const [at, setAt] = useState(0);
	const incidents = useQuery(incidentsQuery);
	const targets = matching(text, incidents.data?.incidents ?? []);
	const chosen = Math.min(at, targets.length - 1);
	const go = (target: Target | undefined) => {
		if (target === undefined) return;
		close();
		router.push(target.href);
	};
	const key = (event: KeyboardEvent) => {
		if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, targets.length - 1));
		else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0));
		else if (event.key === 'Enter') go(targets[chosen]);
		else return;
		event.preventDefault();
	};
	return (
		<>
			<input
				role="combobox"
				aria-label="Find a page or an incident"
				aria-expanded
				aria-controls="palette-targets"
				aria-activedescendant={targets[chosen] === undefined ? undefined : `palette-${chosen}`}
				value={text}
				placeholder="A page, a number, a word of a title"
				onChange={(event) => {
					setText(event.target.value);
					setAt(0);
				}}
				onKeyDown={key}
				className="h-11 w-full border-b border-line bg-transparent px-4 text-sm outline-none placeholder:text-muted"
			/>
			<div
				id="palette-targets"
				role="listbox"
				aria-label="Pages and incidents"
				className="max-h-[50vh] overflow-auto p-1.5"
			>
				{targets.map((target, index) => (
					<div
						key={target.href}
						id={`palette-${index}`}
						role="option"
						tabIndex={-1}
						aria-selected={index === chosen}
						onClick={() => go(target)}
						onKeyDown={key}
						onPointerMove={() => setAt(index)}
						className={clsx(
							'flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5',
							index === chosen && 'bg-raised',
						)}
					>
						<target.icon aria-hidden size={14} className="flex-none text-muted" />
						<span className="min-w-0 flex-1 truncate">
							<InertText text={target.name} />
						</span>
						<span className="text-xs text-muted">{target.note}</span>
					</div>
				))}
				{targets.length === 0 && (
					<p className="px-2.5 py-2 text-sm text-muted">Nothing of that name.</p>
				)}
			</div>
			{incidents.isError && (
				<p role="alert" className="border-t border-line px-4 py-2 text-xs text-destroy">
					Incidents could not be listed: {incidents.error.message}
				</p>
			)}
		</>
	);
}

/** Pages and incidents that hold every word, at most twelve. */
function matching(text: string, incidents: readonly IncidentRow[]): Target[] {
	const words = text
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== '');
	const all: Target[] = [
		...consolePages.map(({ name, href, icon }) => ({ name, href, icon, note: 'page' })),
		...incidents.map((incident) => ({
			name: incident.title,
			href: `/incidents/${incident.number}`,
			icon: Flag,
			note: `${incident.number} · ${incident.severity}`,
		})),
	];
	return all
		.filter((target) => {
			const whole = `${target.name} ${target.note}`.toLowerCase();
			return words.every((word) => whole.includes(word));
		})
		.slice(0, 12);
}
