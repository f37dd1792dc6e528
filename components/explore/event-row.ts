import type { ActionClass } from '@/core/actions/action.ts';
import type { EventKind } from '@/core/event/event.ts';
import type { Environment } from '@/core/incidents/document.ts';

/** An event as `GET /api/v1/events` lists it. */
export interface EventRow {
	readonly id: string;
	/** Epoch microseconds; null where the source has no time. */
	readonly timeMicros: number | null;
	readonly kind: EventKind;
	readonly format: string;
	readonly source: string;
	readonly path: string | null;
	readonly line: number | null;
	readonly runId: string | null;
	readonly product: string | null;
	readonly actor: string | null;
	readonly tool: string | null;
	readonly operation: string | null;
	readonly provider: string | null;
	readonly actionClass: ActionClass | null;
	readonly environment: Environment;
	/** `ok`, `error`, `denied`, `unknown` */
	readonly outcome: string;
	/** Fingerprints. */
	readonly credentials: readonly string[];
	/** At most 2,000 characters. */
	readonly text: string;
}

export interface EventPage {
	readonly events: readonly EventRow[];
	readonly nextCursor: string | null;
}
