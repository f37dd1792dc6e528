import { valueIn } from '@/core/credentials/fact.ts';
import type { CredentialRow } from '@/core/credentials/views.ts';

export const orderNames = ['name', 'owner', 'age', 'expiry', 'used'] as const;
export type OrderName = (typeof orderNames)[number];

/** A column and its direction; `risk` is the order in which the inventory gives them: gravest first. */
export interface Order {
	readonly by: OrderName | 'risk';
	readonly descending: boolean;
}

export function readOrder(text: string | null): Order {
	const name = orderNames.find((each) => each === text?.replace(/^-/, ''));
	return name === undefined
		? { by: 'risk', descending: false }
		: { by: name, descending: text?.startsWith('-') === true };
}

/** What the address holds of it; null: nothing. */
export const writeOrder = ({ by, descending }: Order): string | null =>
	by === 'risk' ? null : `${descending ? '-' : ''}${by}`;

/** Sorted by a column. What is unknown comes last in either direction; no end sorts after every end. */
export function ordered(rows: readonly CredentialRow[], order: Order): readonly CredentialRow[] {
	if (order.by === 'risk') return rows;
	const keyOf = keys[order.by];
	const sign = order.descending ? -1 : 1;
	return rows
		.map((row) => ({ row, key: keyOf(row) }))
		.sort((a, b) => {
			if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
			if (a.key === b.key) return 0;
			return a.key < b.key ? -sign : sign;
		})
		.map(({ row }) => row);
}

const keys: Readonly<Record<OrderName, (row: CredentialRow) => string | number | null>> = {
	name: (row) => row.title.toLowerCase(),
	owner: (row) => valueIn(row.owner)?.toLowerCase() ?? null,
	age: (row) => row.ageDays,
	expiry: (row) => (row.expiresAt.state === 'none' ? Number.POSITIVE_INFINITY : row.expiresInDays),
	used: (row) => valueIn(row.lastUsedAt),
};
