import clsx from 'clsx';
import { Info, OctagonAlert, Signal, SignalLow, TriangleAlert } from 'lucide-react';
import type { Severity } from '@/core/incidents/document.ts';

const faces = {
	critical: { icon: OctagonAlert, className: 'bg-destroy text-on-solid border-transparent' },
	high: { icon: TriangleAlert, className: 'border-destroy text-destroy' },
	medium: { icon: Signal, className: 'border-modify text-modify' },
	low: { icon: SignalLow, className: 'border-line2 text-muted' },
	info: { icon: Info, className: 'border-line2 text-muted' },
} as const satisfies Record<Severity, unknown>;

export function SeverityTag({ severity }: { severity: Severity }) {
	const { icon: Icon, className } = faces[severity];
	return (
		<span
			className={clsx(
				'inline-flex items-center gap-1 rounded-[5px] border px-1.5 py-px text-2xs font-semibold capitalize',
				className,
			)}
		>
			<Icon aria-hidden size={11} strokeWidth={2.5} />
			{severity}
		</span>
	);
}
