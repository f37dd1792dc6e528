import { clouds, quietClouds } from './clouds.ts';
import { incidents } from './incidents.ts';
import type { Draw, Scenario } from './kit.ts';
import { knownIncidents } from './known-incidents.ts';
import { quietDays } from './quiet-days.ts';
import { quietVariations, variations } from './variations.ts';

/** Every labelled scenario: incidents, then days without one. */
export const library: readonly ((draw: Draw) => Scenario)[] = [
	...incidents,
	...knownIncidents,
	...variations,
	...clouds,
	...quietDays,
	...quietVariations,
	...quietClouds,
];
