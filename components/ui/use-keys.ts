'use client';
import { useEffect, useRef } from 'react';

/** Keys by name, as `KeyboardEvent.key` has it in lower case; `shift+arrowleft` where Shift matters. */
export type KeyMap = Readonly<Record<string, () => void>>;

const typing = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]';
const pressing =
	'button, a, summary, [role="switch"], [role="radio"], [role="tab"], [tabindex]:not(main)';

/**
 * Keys for a whole page. They rest while someone types, a dialog or menu is open, or a modifier is
 * held; Space and arrows also while a control that uses them has the focus.
 */
export function useKeys(keys: KeyMap) {
	const live = useRef(keys);
	live.current = keys;
	useEffect(() => {
		const down = (event: KeyboardEvent) => {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
			const target = event.target instanceof Element ? event.target : null;
			if (target?.closest(typing) != null) return;
			if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
			if (event.key === ' ' && target?.closest(pressing) != null) return;
			if (
				event.key.startsWith('Arrow') &&
				target?.closest('[role="radiogroup"], [role="group"], [data-arrows]') != null
			)
				return;
			const shift = event.shiftKey && event.key.startsWith('Arrow') ? 'shift+' : '';
			const action = live.current[shift + event.key.toLowerCase()];
			if (action === undefined) return;
			event.preventDefault();
			action();
		};
		document.addEventListener('keydown', down);
		return () => document.removeEventListener('keydown', down);
	}, []);
}
