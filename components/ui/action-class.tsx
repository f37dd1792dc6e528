import {
	Eraser,
	Eye,
	KeyRound,
	type LucideIcon,
	Pencil,
	Plus,
	Share2,
	Terminal,
	X,
} from 'lucide-react';
import type { ActionClass } from '@/core/actions/action.ts';
import type { EffectClass } from '@/core/incidents/document.ts';

interface ActionFace {
	readonly icon: LucideIcon;
	/** A token of `tokens.css`. */
	readonly color: string;
}

/** One colour and one icon for each class of action, the same on every screen. */
export const actionFaces: Readonly<Record<ActionClass, ActionFace>> = {
	read: { icon: Eye, color: 'var(--read)' },
	create: { icon: Plus, color: 'var(--create)' },
	modify: { icon: Pencil, color: 'var(--modify)' },
	delete: { icon: Eraser, color: 'var(--delete)' },
	destroy: { icon: X, color: 'var(--destroy)' },
	expose: { icon: Share2, color: 'var(--expose)' },
	grant: { icon: KeyRound, color: 'var(--grant)' },
	execute: { icon: Terminal, color: 'var(--execute)' },
};

/** The action that leads to an effect, so that both wear the same colour. */
export const actionOfEffect: Readonly<Record<EffectClass, ActionClass>> = {
	destroyed: 'destroy',
	modified: 'modify',
	exposed: 'expose',
	granted: 'grant',
	created: 'create',
};

/** The icon of an action class on its colour; its name is the accessible label. */
export function ActionIcon({ action, size = 17 }: { action: ActionClass; size?: number }) {
	const { icon: Icon, color } = actionFaces[action];
	return (
		<span
			role="img"
			aria-label={action}
			title={action}
			className="inline-grid flex-none place-items-center rounded-[4px] text-bg"
			style={{ background: color, width: size, height: size }}
		>
			<Icon aria-hidden size={size - 6} strokeWidth={3} />
		</span>
	);
}

/** Icon and word. */
export function ActionTag({ action }: { action: ActionClass }) {
	return (
		<span className="inline-flex items-center gap-1.5 font-semibold">
			<ActionIcon action={action} /> {action}
		</span>
	);
}
