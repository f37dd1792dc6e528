import type { Event } from '../event/event.ts';
import type { EventId, Fingerprint } from '../event/ids.ts';
import { type EpochMicros, formatTimeOrNull } from '../event/time.ts';
import type { Cause, ChainRole, ChainStep } from './document.ts';
import type { Investigation } from './investigation.ts';
import type { CallTrace } from './runs.ts';
import { putBy } from './standing-places.ts';
import { eventOf, type Touch } from './touches.ts';

/** A step before it has its number: the event, its role, and the events that caused it. */
export interface Draft {
	readonly role: ChainRole;
	readonly event: Event;
	readonly summary: string;
	/** Sorts the chain: position in the family's order, fractions for provider records. */
	readonly at: number;
	readonly causes: { readonly event: EventId; readonly cause: Omit<Cause, 'step'> }[];
}

/** The steps of a chain while it is built, one an event. */
export class Drafts {
	readonly #drafts = new Map<EventId, Draft>();
	readonly #investigation: Investigation;

	constructor(investigation: Investigation) {
		this.#investigation = investigation;
	}

	at(event: Event | null): number {
		if (event === null) return -1;
		const own = this.#investigation.positions.get(event.id);
		if (own !== undefined) return own;
		const later =
			event.time === null
				? -1
				: this.#investigation.events.findIndex(
						(other) => other.time !== null && other.time > (event.time as EpochMicros),
					);
		return (later < 0 ? this.#investigation.events.length : later) - 0.5;
	}

	eventOf(id: EventId): Event | null {
		return this.#investigation.byId.get(id) ?? null;
	}

	has(id: EventId): boolean {
		return this.#drafts.has(id);
	}

	/** The first role that an event gets stays; later causes are added to it. */
	add(
		role: ChainRole,
		event: Event,
		summary: string,
		causes: Draft['causes'] = [],
		at = this.at(event),
	): void {
		const known = this.#drafts.get(event.id);
		if (known !== undefined) {
			for (const cause of causes)
				if (
					!known.causes.some(
						(other) =>
							other.event === cause.event && other.cause.valueKind === cause.cause.valueKind,
					)
				)
					known.causes.push(cause);
			return;
		}
		this.#drafts.set(event.id, { role, event, summary, at, causes: [...causes] });
	}

	callsUsing(print: Fingerprint): CallTrace[] {
		return this.#investigation.calls.filter((call) =>
			call.acts.some((act) => act.credentials.includes(print)),
		);
	}

	originOf(print: Fingerprint): EventId | null {
		return this.#investigation.origins.get(print)?.event?.id ?? null;
	}

	/** The event that introduced a value before a position; null when only the agent ever wrote it. */
	introductionOf(value: string, position: number): Event | null {
		const found = this.#investigation.values.introduced(value, position);
		if (found !== null)
			return found.by === 'agent' ? null : (this.#investigation.byId.get(found.eventId) ?? null);
		return OPAQUE.test(value) ? this.#firstWith(value, position) : null;
	}

	/** The first answer or prompt that held an id of a form that no pattern of values knows. */
	#firstWith(value: string, position: number): Event | null {
		for (const event of this.#investigation.events) {
			if (this.at(event) >= position) return null;
			const text = event.kind === 'prompt' ? event.text : (event.result?.output ?? '');
			if (text.includes(value)) return event;
		}
		return null;
	}

	/** The call that chose the context or the workspace in which a touch was made without naming it. */
	chooserOf({ call }: Touch): CallTrace | null {
		if (call === null) return null;
		const at = this.at(call.event);
		return (
			this.#investigation.calls.findLast(
				(each) => this.at(each.event) < at && call.acts.some((act) => putBy(act, each.acts)),
			) ?? null
		);
	}

	/** The call that wrote the program by which a touch was made; null where the call itself says what it does. */
	writerOf(touch: Touch): CallTrace | null {
		const { call, resource } = touch;
		// A table of a database that a variable names stands in the program by its own name.
		const name = resource.id.split('/').filter(Boolean).at(-1) ?? '';
		if (name.length < 4 || (call !== null && writes(call, name))) return null;
		const at = this.at(eventOf(touch));
		return (
			this.#investigation.calls.findLast(
				(each) =>
					this.at(each.event) < at &&
					each.acts.some((act) => act.writesPaths.length > 0) &&
					writes(each, name),
			) ?? null
		);
	}

	/** An answer is caused by its call where that is a step, else by what its call used. */
	causeOfResult(result: Event): Draft['causes'] {
		const call = this.#investigation.calls.find((candidate) => candidate.result?.id === result.id);
		if (call === undefined) return [];
		if (this.has(call.event.id)) return [{ event: call.event.id, cause: { basis: 'call-result' } }];
		return call.acts
			.flatMap((act) => act.credentials)
			.flatMap((print) => this.originOf(print) ?? [])
			.slice(0, 1)
			.map((event) => ({
				event,
				cause: { basis: 'value-provenance', valueKind: 'credential' } as const,
			}));
	}

	toSteps(): ChainStep[] {
		const ordered = [...this.#drafts.values()].sort(
			(a, b) =>
				a.at - b.at ||
				(a.event.time ?? 0) - (b.event.time ?? 0) ||
				(a.event.id < b.event.id ? -1 : 1),
		);
		const steps = new Map(ordered.map((draft, i) => [draft.event.id, i + 1]));
		return ordered.map((draft, i) => ({
			step: i + 1,
			role: draft.role,
			eventId: draft.event.id,
			time: formatTimeOrNull(draft.event.time),
			summary: draft.summary,
			causes: draft.causes.flatMap(({ event, cause }) => {
				const step = steps.get(event);
				return step === undefined || step >= i + 1 ? [] : [{ step, ...cause }];
			}),
		}));
	}
}

/** Letters and digits that no person would type: an id, not a name. */
const OPAQUE = /^(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{12,64}$/i;

/** Whether a name stands in what a call says, by itself and not as a part of another one. */
function writes(call: CallTrace, name: string): boolean {
	const text = JSON.stringify(call.event.call?.input ?? '');
	for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
		if (!/[\w.-]/.test(text[at - 1] ?? ' ') && !/[\w.-]/.test(text[at + name.length] ?? ' '))
			return true;
	return false;
}
