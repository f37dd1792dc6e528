import type { Slots } from './event-view.ts';
import type { Expression } from './expression.ts';
import { folded, plainText } from './pattern.ts';

/** A literal that must stand in a field: the whole of it, or a part. Folded. */
export interface Anchor {
	readonly slot: number;
	readonly text: string;
	readonly isWhole: boolean;
}

/** More anchors than this cost more to look up than the rule costs to run. */
const anchorsMax = 2_000;
const partMin = 3;
const partMax = 64;

/**
 * Literals of which an event must hold at least one for the expression to match. Null where no such
 * set exists: the rule then runs on every event of its log source.
 */
export function anchorsOf(expression: Expression, slots: Slots): readonly Anchor[] | null {
	switch (expression.op) {
		case 'not':
			return null;
		case 'and': {
			let best: readonly Anchor[] | null = null;
			for (const each of expression.of) {
				const anchors = anchorsOf(each, slots);
				if (anchors !== null && (best === null || weight(anchors) < weight(best))) best = anchors;
			}
			return best;
		}
		case 'or': {
			const all: Anchor[] = [];
			for (const each of expression.of) {
				const anchors = anchorsOf(each, slots);
				if (anchors === null) return null;
				all.push(...anchors);
				if (all.length > anchorsMax) return null;
			}
			return all;
		}
		case 'test':
			return testAnchors(expression, slots);
		default:
			return expression satisfies never;
	}
}

/** Whole values are one look-up; parts need a walk over the text, short ones hit often. */
const weight = (anchors: readonly Anchor[]): number =>
	anchors.reduce((sum, { isWhole, text }) => sum + (isWhole ? 1 : 4 + 20 / text.length), 0);

function testAnchors(
	{ field, matcher }: Expression & { readonly op: 'test' },
	slots: Slots,
): readonly Anchor[] | null {
	if (matcher.type !== 'text') return null;
	const slot = slots.slotOf(field);
	const whole = plainText(matcher.pattern);
	if (whole !== null) return [{ slot, text: folded(whole), isWhole: true }];
	let longest = '';
	for (const piece of matcher.pattern) {
		if (typeof piece === 'string') continue;
		// The beginning serves as well as the whole, and keeps the index small.
		const text = folded(piece.text).slice(0, partMax);
		if (text.length > longest.length && isAscii(text)) longest = text;
	}
	return longest.length < partMin ? null : [{ slot, text: longest, isWhole: false }];
}

const isAscii = (text: string): boolean => {
	for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
	return true;
};
