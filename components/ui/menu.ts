/** The look of menus, for radix's parts. */
export const menuClass =
	'z-50 min-w-40 rounded-md border border-line2 bg-surface p-1 text-sm shadow-float';

export const menuItemClass =
	'flex items-center gap-2 rounded px-2 py-1 outline-none data-[highlighted]:bg-raised data-[disabled]:text-muted';
