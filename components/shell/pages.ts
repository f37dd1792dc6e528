import {
	Flag,
	KeyRound,
	LayoutDashboard,
	type LucideIcon,
	RadioTower,
	ShieldAlert,
	TextSearch,
} from 'lucide-react';

export interface ConsolePage {
	readonly name: string;
	readonly href: string;
	readonly icon: LucideIcon;
}

/** The pages of the rail and of the command palette. */
export const consolePages: readonly ConsolePage[] = [
	{ name: 'Overview', href: '/', icon: LayoutDashboard },
	{ name: 'Incidents', href: '/incidents', icon: Flag },
	{ name: 'Explore', href: '/explore', icon: TextSearch },
	{ name: 'Credentials', href: '/credentials', icon: KeyRound },
	{ name: 'Sources', href: '/sources', icon: RadioTower },
	{ name: 'Rules', href: '/rules', icon: ShieldAlert },
];
