'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ChevronDown, Combine, Split } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { Dialog, DropdownMenu } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Button, buttonClass } from '../ui/button.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { menuClass, menuItemClass } from '../ui/menu.ts';
import { SeverityTag } from '../ui/severity.tsx';
import { FailedState, Skeleton } from '../ui/states.tsx';
import { mergeIncidents, openIncidentsQuery, splitIncident, ungroupIncident } from './queries.ts';
import { useWorkspace } from './workspace-context.tsx';

/** Makes incidents one, or one incident two: what an analyst knows and no log says. */
export function GroupMenu() {
	const { view } = useWorkspace();
	const [open, setOpen] = useState<'merge' | 'split' | null>(null);
	const effects = new Set(view.document.effects.map((effect) => effect.eventId));
	const isPart = view.mergedInto !== null || view.splitFrom !== null;
	return (
		<>
			<DropdownMenu.Root>
				<DropdownMenu.Trigger className={buttonClass()}>
					<Combine aria-hidden size={12} /> Group <ChevronDown aria-hidden size={11} />
				</DropdownMenu.Trigger>
				<DropdownMenu.Portal>
					<DropdownMenu.Content className={menuClass} sideOffset={4} align="start">
						<DropdownMenu.Item
							className={menuItemClass}
							disabled={view.mergedInto !== null}
							onSelect={() => setOpen('merge')}
						>
							<Combine aria-hidden size={13} /> Merge others into this one…
						</DropdownMenu.Item>
						<DropdownMenu.Item
							className={menuItemClass}
							disabled={isPart || effects.size < 2}
							onSelect={() => setOpen('split')}
						>
							<Split aria-hidden size={13} /> Split effects off…
						</DropdownMenu.Item>
					</DropdownMenu.Content>
				</DropdownMenu.Portal>
			</DropdownMenu.Root>
			<GroupDialog
				title="Merge others into this one"
				open={open === 'merge'}
				close={() => setOpen(null)}
			>
				<MergeForm close={() => setOpen(null)} />
			</GroupDialog>
			<GroupDialog title="Split effects off" open={open === 'split'} close={() => setOpen(null)}>
				<SplitForm close={() => setOpen(null)} />
			</GroupDialog>
		</>
	);
}

function GroupDialog({
	title,
	open,
	close,
	children,
}: {
	title: string;
	open: boolean;
	close: () => void;
	children: ReactNode;
}) {
	return (
		<Dialog.Root open={open} onOpenChange={(next) => next || close()}>
			<Dialog.Portal>
				<Dialog.Overlay className="fixed inset-0 z-40 bg-bg/60" />
				<Dialog.Content
					aria-describedby={undefined}
					className="fixed top-1/2 left-1/2 z-50 grid max-h-[85vh] w-[min(92vw,560px)] -translate-x-1/2 -translate-y-1/2 gap-3 overflow-auto rounded-xl border border-line2 bg-surface p-5 shadow-float outline-none"
				>
					<Dialog.Title className="text-base font-semibold">{title}</Dialog.Title>
					{children}
				</Dialog.Content>
			</Dialog.Portal>
		</Dialog.Root>
	);
}

function MergeForm({ close }: { close: () => void }) {
	const { view } = useWorkspace();
	const router = useRouter();
	const answer = useQuery(openIncidentsQuery);
	const [chosen, setChosen] = useState<readonly string[]>([]);
	const merge = useMutation({
		mutationFn: () => mergeIncidents(view.number, chosen),
		onSuccess: () => {
			close();
			router.refresh();
		},
	});
	const others = (answer.data?.incidents ?? []).filter(
		(incident) => incident.number !== view.number && incident.splitFrom !== view.number,
	);
	return (
		<>
			<p className="text-xs text-muted">
				They become part of {view.number}, keep their numbers, and can be taken out again.
			</p>
			{answer.isPending && <Skeleton lines={3} label="Loading the incidents" />}
			{answer.isError && (
				<FailedState title="The incidents could not be loaded" retry={() => answer.refetch()}>
					{answer.error.message}
				</FailedState>
			)}
			{answer.isSuccess && others.length === 0 && (
				<p className="text-sm">There is no other incident in this workspace.</p>
			)}
			<ul className="grid gap-1">
				{others.map((incident) => (
					<Choice
						key={incident.number}
						checked={chosen.includes(incident.number)}
						toggle={() => setChosen(toggled(chosen, incident.number))}
					>
						<span className="font-mono text-xs text-muted">{incident.number}</span>{' '}
						<InertText text={incident.title} />
						<span className="ml-auto flex-none">
							<SeverityTag severity={incident.severity} />
						</span>
					</Choice>
				))}
			</ul>
			{merge.isError && (
				<FailedState title="They could not be merged">{merge.error.message}</FailedState>
			)}
			<Actions
				word={chosen.length > 1 ? `Merge ${chosen.length}` : 'Merge'}
				disabled={chosen.length === 0 || merge.isPending}
				act={() => merge.mutate()}
				close={close}
			/>
		</>
	);
}

function SplitForm({ close }: { close: () => void }) {
	const { view } = useWorkspace();
	const router = useRouter();
	const [chosen, setChosen] = useState<readonly string[]>([]);
	const split = useMutation({
		mutationFn: () => splitIncident(view.number, chosen),
		onSuccess: (part) => router.push(`/incidents/${part.number}`),
	});
	const byEvent = new Map<string, string[]>();
	for (const { eventId, resource, class: effectClass } of view.document.effects) {
		const words = `${resource.kind} ${resource.name ?? resource.id} ${effectClass}`;
		byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), words]);
	}
	return (
		<>
			<p className="text-xs text-muted">
				What you choose becomes an incident of its own; what one event did goes together. It can be
				put back.
			</p>
			<ul className="grid gap-1">
				{[...byEvent].map(([eventId, words]) => (
					<Choice
						key={eventId}
						checked={chosen.includes(eventId)}
						toggle={() => setChosen(toggled(chosen, eventId))}
					>
						<InertText text={words.join(', ')} />
					</Choice>
				))}
			</ul>
			{split.isError && (
				<FailedState title="They could not be split off">{split.error.message}</FailedState>
			)}
			<Actions
				word="Split off"
				disabled={chosen.length === 0 || chosen.length === byEvent.size || split.isPending}
				act={() => split.mutate()}
				close={close}
			/>
		</>
	);
}

const toggled = (chosen: readonly string[], id: string): readonly string[] =>
	chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id];

function Choice({
	checked,
	toggle,
	children,
}: {
	checked: boolean;
	toggle: () => void;
	children: ReactNode;
}) {
	return (
		<li>
			<label className="flex min-h-[28px] cursor-pointer items-center gap-2 rounded-md px-2 py-1 text-sm hover:bg-raised">
				<input type="checkbox" className="size-4 flex-none" checked={checked} onChange={toggle} />
				{children}
			</label>
		</li>
	);
}

function Actions({
	word,
	disabled,
	act,
	close,
}: {
	word: string;
	disabled: boolean;
	act: () => void;
	close: () => void;
}) {
	return (
		<div className="flex justify-end gap-2">
			<Button face="quiet" onClick={close}>
				Cancel
			</Button>
			<Button face="solid" disabled={disabled} onClick={act}>
				{word}
			</Button>
		</div>
	);
}

/** Says what an incident belongs to or is made of, and takes it back. */
export function GroupNotice() {
	const { view } = useWorkspace();
	const router = useRouter();
	const ungroup = useMutation({
		mutationFn: (number: string) => ungroupIncident(number),
		onSuccess: (incident) => {
			if (view.splitFrom !== null) router.push(`/incidents/${incident.number}`);
			else router.refresh();
		},
	});
	const whole = view.mergedInto ?? view.splitFrom;
	if (whole === null && view.parts.length === 0) return null;
	return (
		<div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-surface px-5 py-1.5 text-xs max-sm:px-3">
			{whole !== null && (
				<p className="flex flex-wrap items-center gap-2">
					<span>
						{view.mergedInto !== null ? 'Part of ' : 'Split off '}
						<Link className="font-mono underline" href={`/incidents/${whole}`}>
							{whole}
						</Link>
					</span>
					<Button disabled={ungroup.isPending} onClick={() => ungroup.mutate(view.number)}>
						{view.mergedInto !== null ? 'Take it out' : 'Put it back'}
					</Button>
				</p>
			)}
			{view.parts.map((part) => (
				<p key={part.number} className="flex items-center gap-2">
					<span>
						{part.how === 'merged' ? 'Holds ' : 'Without '}
						<Link className="font-mono underline" href={`/incidents/${part.number}`}>
							{part.number}
						</Link>
					</span>
					{part.how === 'merged' && (
						<Button disabled={ungroup.isPending} onClick={() => ungroup.mutate(part.number)}>
							Take it out
						</Button>
					)}
				</p>
			))}
			{ungroup.isError && <span role="alert">{ungroup.error.message}</span>}
		</div>
	);
}
