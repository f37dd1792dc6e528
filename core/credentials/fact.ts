import { z } from 'zod';

/**
 * What is known of one property. A provider may give it, may say that there is none (`none`: no
 * expiry, never used, nobody owns it), or may not expose it (`unknown`). The three are shown and
 * counted as three; unknown is never taken for none.
 */
export type Fact<T> =
	| { readonly state: 'value'; readonly value: T }
	| { readonly state: 'none' }
	| { readonly state: 'unknown' };

export const factStates = ['value', 'none', 'unknown'] as const;
export type FactState = (typeof factStates)[number];

export const value = <T>(given: T): Fact<T> => ({ state: 'value', value: given });
export const none: { readonly state: 'none' } = { state: 'none' };
export const unknown: { readonly state: 'unknown' } = { state: 'unknown' };

/** A value, or `none` where the source holds the property and left it empty. */
export const valueOrNone = <T>(given: T | null | undefined): Fact<T> =>
	given === null || given === undefined ? none : value(given);

/** A value, or `unknown` where the source does not say. */
export const valueOrUnknown = <T>(given: T | null | undefined): Fact<T> =>
	given === null || given === undefined ? unknown : value(given);

export const factSchema = <T extends z.ZodType>(of: T) =>
	z.discriminatedUnion('state', [
		z.object({ state: z.literal('value'), value: of }),
		z.object({ state: z.literal('none') }),
		z.object({ state: z.literal('unknown') }),
	]);
