import type { ReactNode } from 'react';
import type { Fact } from '@/core/credentials/fact.ts';

/**
 * A value, that there is none (in the words given), or that nobody knows. The three never look
 * alike: unknown is not none.
 */
export function FactText<T>({
	fact,
	none,
	children,
}: {
	fact: Fact<T>;
	none: ReactNode;
	children: (value: T) => ReactNode;
}) {
	switch (fact.state) {
		case 'value':
			return children(fact.value);
		case 'none':
			return <span className="font-semibold text-modify">{none}</span>;
		case 'unknown':
			return <Unknown />;
		default:
			return fact satisfies never;
	}
}

/** What no source tells. */
export function Unknown() {
	return <span className="text-muted italic">unknown</span>;
}
