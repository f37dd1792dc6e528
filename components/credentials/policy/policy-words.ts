import type { PolicyException, PolicyLimits } from '@/core/credentials/policy.ts';

type Limits = { readonly [K in keyof PolicyLimits]?: PolicyLimits[K] | undefined };

const names: Readonly<Record<keyof PolicyLimits, string>> = {
	lifetimeDaysMax: 'lifetime, from issue to expiry',
	rotationDaysMax: 'rotated every',
	unusedDaysMax: 'unused for at most',
	expiringDays: 'counts as expiring ahead of its end',
	runsMax: 'agent runs that may share one',
	expiryRequired: 'must have an end',
	ownerRequired: 'somebody must answer for it',
	allowedPlaces: 'files in which it may stand',
};

/** Limits as names and words, those that are given. */
export const limitWords = (limits: Limits): (readonly [string, string])[] =>
	(Object.keys(names) as (keyof PolicyLimits)[]).flatMap((key) => {
		const value = limits[key];
		return value === undefined ? [] : [[names[key], words(key, value)] as const];
	});

function words(key: keyof PolicyLimits, value: NonNullable<Limits[keyof PolicyLimits]>): string {
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	if (typeof value === 'object') return value.length === 0 ? 'none' : value.join(', ');
	return key === 'runsMax' ? String(value) : `${value} ${value === 1 ? 'day' : 'days'}`;
}

/** Which credentials something holds for. */
export const selectorWords = (when: PolicyException['when']): string =>
	`for ${Object.entries(when)
		.flatMap(([part, values]) =>
			values === undefined ? [] : [`${part} ${values.slice(0, 5).join(', ')}`],
		)
		.join('; ')}`;
