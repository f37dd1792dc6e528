import { Blend, Circle, CircleDashed, Diamond, type LucideIcon, Square } from 'lucide-react';
import type { Environment } from '@/core/incidents/document.ts';

interface EnvironmentFace {
	readonly icon: LucideIcon;
	/** A token of `tokens.css`. */
	readonly color: string;
}

/** One colour and one shape for each environment, the same on every screen. */
export const environmentFaces: Readonly<Record<Environment, EnvironmentFace>> = {
	production: { icon: Square, color: 'var(--production)' },
	staging: { icon: Diamond, color: 'var(--staging)' },
	development: { icon: Circle, color: 'var(--development)' },
	shared: { icon: Blend, color: 'var(--shared)' },
	unknown: { icon: CircleDashed, color: 'var(--unknown)' },
};

export function EnvironmentTag({ environment }: { environment: Environment }) {
	const { icon: Icon, color } = environmentFaces[environment];
	const label = environment === 'unknown' ? 'environment unknown' : environment;
	return (
		<span
			className="inline-flex items-center gap-1 whitespace-nowrap rounded-[5px] border border-current px-1.5 py-px text-2xs font-semibold"
			style={{ color }}
		>
			<Icon
				aria-hidden
				size={9}
				strokeWidth={3}
				fill={environment === 'unknown' ? 'none' : color}
			/>
			{label}
		</span>
	);
}
