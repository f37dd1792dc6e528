'use client';
import { useMutation } from '@tanstack/react-query';
import {
	Ban,
	Check,
	ChevronDown,
	CircleCheck,
	CircleDot,
	type LucideIcon,
	Search,
	ShieldCheck,
	UserRound,
} from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { type IncidentStatus, incidentStatuses } from '@/core/incidents/workspace-view.ts';
import { buttonClass } from '../ui/button.tsx';
import { menuClass, menuItemClass } from '../ui/menu.ts';
import { changeIncident } from './queries.ts';
import { useWorkspace } from './workspace-context.tsx';

export const statusIcons: Readonly<Record<IncidentStatus, LucideIcon>> = {
	open: CircleDot,
	investigating: Search,
	contained: ShieldCheck,
	resolved: CircleCheck,
	dismissed: Ban,
};

/** The status, and a menu to change it. Shown changed at once; put back, with the reason, if the server refuses. */
export function StatusMenu() {
	const { view } = useWorkspace();
	const [status, setStatus] = useState(view.status);
	const change = useMutation({
		mutationFn: (next: IncidentStatus) => changeIncident(view.number, { status: next }),
		onMutate: (next) => {
			const before = status;
			setStatus(next);
			return before;
		},
		onError: (_error, _next, before) => {
			if (before !== undefined) setStatus(before);
		},
	});
	const Icon = statusIcons[status];
	return (
		<>
			<DropdownMenu.Root>
				<DropdownMenu.Trigger className={buttonClass()} aria-label={`Status: ${status}`}>
					<Icon aria-hidden size={12} />
					<span className="capitalize">{status}</span>
					<ChevronDown aria-hidden size={11} />
				</DropdownMenu.Trigger>
				<DropdownMenu.Portal>
					<DropdownMenu.Content className={menuClass} sideOffset={4} align="start">
						{incidentStatuses.map((option) => {
							const OptionIcon = statusIcons[option];
							return (
								<DropdownMenu.Item
									key={option}
									className={menuItemClass}
									onSelect={() => change.mutate(option)}
								>
									<OptionIcon aria-hidden size={13} />
									<span className="capitalize">{option}</span>
									{option === status && (
										<Check aria-label="current" size={12} className="ml-auto" />
									)}
								</DropdownMenu.Item>
							);
						})}
					</DropdownMenu.Content>
				</DropdownMenu.Portal>
			</DropdownMenu.Root>
			{change.isError && (
				<span role="alert" className="text-xs text-destroy">
					{change.error.message}
				</span>
			)}
		</>
	);
}

/** Who works on it; `me` is the name of the person signed in. */
export function AssigneeMenu({ me }: { me: string }) {
	const { view } = useWorkspace();
	const [assignee, setAssignee] = useState(view.assignee);
	const change = useMutation({
		mutationFn: (next: string | null) => changeIncident(view.number, { assignee: next }),
		onMutate: (next) => {
			const before = assignee;
			setAssignee(next);
			return { before };
		},
		onError: (_error, _next, context) => {
			if (context !== undefined) setAssignee(context.before);
		},
	});
	const words =
		assignee === null
			? 'unassigned'
			: assignee === me
				? 'assigned to you'
				: `assigned to ${assignee}`;
	return (
		<>
			<DropdownMenu.Root>
				<DropdownMenu.Trigger className={buttonClass()} aria-label={`Assignee: ${words}`}>
					<UserRound aria-hidden size={12} />
					{words}
					<ChevronDown aria-hidden size={11} />
				</DropdownMenu.Trigger>
				<DropdownMenu.Portal>
					<DropdownMenu.Content className={menuClass} sideOffset={4} align="start">
						<DropdownMenu.Item
							className={menuItemClass}
							disabled={assignee === me}
							onSelect={() => change.mutate(me)}
						>
							Assign to me
						</DropdownMenu.Item>
						<DropdownMenu.Item
							className={menuItemClass}
							disabled={assignee === null}
							onSelect={() => change.mutate(null)}
						>
							Nobody
						</DropdownMenu.Item>
					</DropdownMenu.Content>
				</DropdownMenu.Portal>
			</DropdownMenu.Root>
			{change.isError && (
				<span role="alert" className="text-xs text-destroy">
					{change.error.message}
				</span>
			)}
		</>
	);
}
