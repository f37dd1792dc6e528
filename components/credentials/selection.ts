import { useCallback, useMemo, useRef, useState } from 'react';

/** Rows that one change can take in; as many as one request may carry. */
export const selectionMax = 1_000;

export interface Selection {
	readonly ids: ReadonlySet<string>;
	/** With `through`, all rows from the last one that was toggled up to this one. */
	readonly toggle: (id: string, through?: boolean) => void;
	readonly set: (ids: readonly string[]) => void;
}

/** Which of the listed rows are selected. Rows that the list no longer holds are not. */
export function useSelection(listed: readonly { readonly id: string }[]): Selection {
	const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
	const last = useRef<string | null>(null);
	const order = useMemo(() => listed.map(({ id }) => id), [listed]);
	const ids = useMemo(() => new Set(order.filter((id) => chosen.has(id))), [order, chosen]);
	const toggle = useCallback(
		(id: string, through = false) =>
			setChosen((before) => {
				const [from, to] = [order.indexOf(last.current ?? id), order.indexOf(id)];
				last.current = id;
				const next = new Set(before);
				if (!through || from === -1) {
					if (!next.delete(id)) next.add(id);
				} else {
					for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1))
						next.add(each);
				}
				return new Set([...next].slice(0, selectionMax));
			}),
		[order],
	);
	const set = useCallback((given: readonly string[]) => {
		last.current = null;
		setChosen(new Set(given.slice(0, selectionMax)));
	}, []);
	return { ids, toggle, set };
}
