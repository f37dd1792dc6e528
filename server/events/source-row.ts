import { z } from 'zod';

/** What the store says of one source. */
export const sourceRow = z.object({
	source: z.string(),
	format: z.string(),
	events: z.coerce.number(),
	last_hour: z.coerce.number(),
	last_day: z.coerce.number(),
	last_event_micros: z.coerce.number().nullable(),
	first_received_ms: z.coerce.number(),
	last_received_ms: z.coerce.number(),
	hours: z.coerce.number(),
	lag_ms: z.coerce.number().nullable(),
});
export type SourceRow = z.infer<typeof sourceRow>;
