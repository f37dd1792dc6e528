export const orderNames = ['name', 'owner', 'age', 'expiry', 'used'] as const;
export type OrderName = (typeof orderNames)[number];

/** A column and its direction; `risk` is the order in which the inventory gives them: gravest first. */
export interface Order {
	readonly by: OrderName | 'risk';
	readonly descending: boolean;
}

export function readOrder(text: string | null | undefined): Order {
	const name = orderNames.find((each) => each === text?.replace(/^-/, ''));
	return name === undefined
		? { by: 'risk', descending: false }
		: { by: name, descending: text?.startsWith('-') === true };
}

/** What the address holds of it; null: nothing. */
export const writeOrder = ({ by, descending }: Order): string | null =>
	by === 'risk' ? null : `${descending ? '-' : ''}${by}`;

/** The order that a press on a column's head asks for: up, then down, then gravest first again. */
export const nextOrder = (order: Order, by: OrderName): Order =>
	order.by !== by
		? { by, descending: false }
		: order.descending
			? { by: 'risk', descending: false }
			: { by, descending: true };
