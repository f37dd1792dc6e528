'use client';
import { ChevronDown, Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { buttonClass } from '../ui/button.tsx';
import { menuClass, menuItemClass } from '../ui/menu.ts';

const formats = [
	{ id: 'html', name: 'HTML' },
	{ id: 'markdown', name: 'Markdown' },
	{ id: 'json', name: 'JSON, the incident document' },
] as const;

/** The incident as a report to hand on. */
export function ReportMenu({ number }: { number: string }) {
	const address = `/api/v1/incidents/${encodeURIComponent(number)}/report`;
	return (
		<DropdownMenu.Root>
			<DropdownMenu.Trigger className={buttonClass()}>
				<Download aria-hidden size={12} /> Report <ChevronDown aria-hidden size={11} />
			</DropdownMenu.Trigger>
			<DropdownMenu.Portal>
				<DropdownMenu.Content className={menuClass} sideOffset={4} align="start">
					{formats.map(({ id, name }) => (
						<DropdownMenu.Item key={id} asChild className={menuItemClass}>
							<a href={`${address}?format=${id}`} download>
								{name}
							</a>
						</DropdownMenu.Item>
					))}
				</DropdownMenu.Content>
			</DropdownMenu.Portal>
		</DropdownMenu.Root>
	);
}
