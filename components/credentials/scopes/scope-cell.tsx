import type { ScopeLevel } from '@/core/credentials/credential.ts';
import type { ScopeCell } from '@/core/credentials/views.ts';

/** One colour a level, the same as the class of act that it allows. */
export const levelColors: Readonly<Record<ScopeLevel, string>> = {
	read: 'var(--read)',
	write: 'var(--modify)',
	admin: 'var(--grant)',
	destroy: 'var(--destroy)',
};

/** How a grant and its use stand to each other; a shape of its own for each, whatever the colour. */
export const cellStates = ['used', 'unused', 'use-unknown', 'beyond', 'none'] as const;
export type CellState = (typeof cellStates)[number];

export const cellWords: Readonly<Record<CellState, string>> = {
	used: 'granted and used',
	unused: 'granted, no use seen',
	'use-unknown': 'granted, uses unknown',
	beyond: 'used, grant unknown',
	none: 'not granted',
};

export function stateOf(cell: ScopeCell | undefined, isUseKnown: boolean): CellState {
	if (cell === undefined) return 'none';
	if (cell.granted === null) return 'beyond';
	if (cell.used) return 'used';
	return isUseKnown ? 'unused' : 'use-unknown';
}

/** A cell as it is drawn: filled, hatched, outlined, or a dot in a ring. */
export function CellMark({ state, level }: { state: CellState; level: ScopeLevel }) {
	const color = levelColors[level];
	switch (state) {
		case 'used':
			return (
				<span aria-hidden className="block h-4 w-7 rounded-[3px]" style={{ background: color }} />
			);
		case 'unused':
			return (
				<span
					aria-hidden
					className="block h-4 w-7 rounded-[3px] border-[1.5px]"
					style={{
						borderColor: color,
						background: `repeating-linear-gradient(135deg, ${color} 0 2px, transparent 2px 5px)`,
					}}
				/>
			);
		case 'use-unknown':
			return (
				<span
					aria-hidden
					className="block h-4 w-7 rounded-[3px] border-[1.5px] border-dashed"
					style={{ borderColor: color }}
				/>
			);
		case 'beyond':
			return (
				<span
					aria-hidden
					className="grid h-4 w-7 place-items-center rounded-full border-[1.5px]"
					style={{ borderColor: color }}
				>
					<span className="size-1.5 rounded-full" style={{ background: color }} />
				</span>
			);
		case 'none':
			return (
				<span aria-hidden className="grid h-4 w-7 place-items-center">
					<span className="size-[3px] rounded-full bg-line2" />
				</span>
			);
		default:
			return state satisfies never;
	}
}
