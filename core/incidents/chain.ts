import type { Event } from '../event/event.ts';
import type { EventId, Fingerprint } from '../event/ids.ts';
import { type EpochMicros, formatTimeOrNull } from '../event/time.ts';
import type { Origin } from './credentials.ts';
import type { Cause, ChainRole, ChainStep } from './document.ts';
import type { Investigation } from './investigation.ts';
import { brief, eventSummary, resourceName, touchSummary } from './narrative.ts';
import { type CallTrace, reportsRefusal } from './runs.ts';
import { eventOf, type Touch } from './touches.ts';

/** At most this many impacts and aggravations become steps; the effects list holds all of them. */
const MOST_STEPS_OF_A_ROLE = 25;

interface Draft {
	readonly role: ChainRole;
	readonly event: Event;
	readonly summary: string;
	/** Sorts the chain: position in the family's order, fractions for provider records. */
	readonly at: number;
	readonly causes: { readonly event: EventId; readonly cause: Omit<Cause, 'step'> }[];
}

const SEEKS =
	/\b(token|secret|credential|passw(or)?d|api[-_ ]?key|apikey|private[-_ ]?key|access[-_ ]?key|\.env\b|\.netrc|\.npmrc|\.pgpass|id_rsa|kubeconfig|\.aws|config\.json)\b|\.env|_TOKEN|_KEY|_SECRET/i;
const ADMITS =
	/\bI (?:made a (?:\w+ )?(?:mistake|error)|(?:have )?(?:deleted|destroyed|dropped|wiped|violated|guessed|failed to|should(?: not|n['’]t)? have|did(?: not|n['’]t) (?:verify|check|ask|confirm)|ran [^.]{0,60}without|ignored|panicked|acted without|exposed|leaked|overwrote|assumed|was wrong))\b|\bmy (?:mistake|fault|error)\b|\bI(?:['’]m| am) (?:so |deeply |very )?sorry\b|\bI apologi[sz]e\b|\bcatastrophic\b/i;
const RESTORES =
	/restor|recover|undelete|rollback|roll back|cancel(?:Key)?Delet|point-in-time|pitr/i;

/**
 * The root-cause chain: what the run was asked, what made it leave that, what it learned and took, what
 * it did, and what came after. Steps are events; each cause names the reason for which it is stated.
 */
export function buildChain(
	investigation: Investigation,
	incidentTouches: readonly Touch[],
): ChainStep[] {
	const drafts = new Drafts(investigation);
	const first = firstOf(incidentTouches, investigation);
	const intent =
		first?.call == null
			? [...investigation.intents.values()].at(-1)
			: investigation.intents.get(first.call.event.id);
	const impactAt = first === null ? investigation.events.length : drafts.at(eventOf(first));
	const prompt = intent?.prompt ?? null;
	if (prompt !== null) drafts.add('task', prompt, eventSummary(prompt));

	const credentials = usedCredentials(incidentTouches, investigation);
	const exposures = credentials
		.map((print) => investigation.origins.get(print))
		.filter((origin) => origin?.event != null && origin.how !== 'prompt');
	const injected = incidentTouches
		.map((touch) =>
			touch.call === null ? undefined : investigation.injections.get(touch.call.event.id),
		)
		.find((injection) => injection !== undefined);
	const leaves = leavingCall(
		investigation,
		exposures.flatMap((origin) => (origin?.call == null ? [] : [origin.call])),
		incidentTouches,
		drafts.at(prompt ?? null),
		impactAt,
	);

	const trigger =
		injected === undefined
			? refusalBefore(
					investigation,
					leaves === null ? impactAt : drafts.at(leaves.event),
					drafts.at(prompt ?? null),
				)
			: (investigation.byId.get(injected.eventId) ?? null);
	if (trigger !== null)
		drafts.add(
			'trigger',
			trigger,
			injected === undefined
				? eventSummary(trigger)
				: `a tool's answer tells the agent what to do: “${brief(around(trigger, injected.value), 130)}”`,
			prompt === null ? [] : [{ event: prompt.id, cause: { basis: 'same-turn' } }],
		);
	const before = trigger ?? prompt;
	if (leaves !== null)
		drafts.add(
			'deviation',
			leaves.event,
			`${eventSummary(leaves.event)} — outside the task`,
			before === null ? [] : [{ event: before.id, cause: { basis: 'same-turn' } }],
		);

	for (const print of credentials) {
		const origin = investigation.origins.get(print);
		if (origin?.event == null || origin.how === 'prompt') continue;
		const summary =
			origin.path === null
				? `a ${origin.kind} comes into the run's hands (${origin.how})`
				: `the answer holds a ${origin.kind} from ${origin.path}`;
		const by = causesOfExposure(origin, drafts, leaves, before, investigation);
		drafts.add('credential-exposure', origin.event, summary, by);
		addFirstUse(drafts, print, origin.event, impactAt, incidentTouches);
	}

	for (const touch of incidentTouches.slice(0, MOST_STEPS_OF_A_ROLE))
		addTouch(drafts, touch, credentials, injected, prompt, before);
	for (const { effect, record, touch } of investigation.effects.slice(0, MOST_STEPS_OF_A_ROLE))
		if (record !== null && incidentTouches.includes(touch))
			drafts.add(
				'aggravation',
				record.event,
				`${resourceName(effect.resource)} falls with ${resourceName(touch.resource)}`,
				[
					{
						event: eventOf(touch).id,
						cause: { basis: 'containment', valueKind: 'resource-id', value: touch.resource.id },
					},
				],
			);
	addAftermath(drafts, investigation, incidentTouches);
	return drafts.toSteps();
}

/** What led to the place where a credential lay: its call, or the search whose answer named the path. */
function causesOfExposure(
	origin: Origin,
	drafts: Drafts,
	leaves: CallTrace | null,
	before: Event | null,
	investigation: Investigation,
): Draft['causes'] {
	if (origin.call !== null && drafts.has(origin.call.event.id))
		return [{ event: origin.call.event.id, cause: { basis: 'call-result' } }];
	if (leaves !== null) {
		const found = leaves.result;
		const named =
			origin.path !== null && (found?.result?.output.includes(origin.path) ?? false)
				? { basis: 'value-provenance' as const, valueKind: 'path', value: origin.path }
				: { basis: 'same-turn' as const };
		if (investigation.positions.has(leaves.event.id))
			return [{ event: leaves.event.id, cause: named }];
	}
	return before === null ? [] : [{ event: before.id, cause: { basis: 'same-turn' } }];
}

class Drafts {
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
		return found === null || found.by === 'agent'
			? null
			: (this.#investigation.byId.get(found.eventId) ?? null);
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

const firstOf = (touches: readonly Touch[], investigation: Investigation): Touch | null => {
	const done = touches.filter((touch) =>
		investigation.effects.some((effect) => effect.touch === touch),
	);
	return (done.length > 0 ? done : touches)[0] ?? null;
};

/** Credentials that the incident's own acts used. */
export function usedCredentials(
	touches: readonly Touch[],
	investigation: Investigation,
): Fingerprint[] {
	const used = new Set(
		touches.flatMap((touch) =>
			touch.call === null
				? touch.act.credentials
				: touch.call.acts.flatMap((act) => act.credentials),
		),
	);
	return [...used].filter((print) => investigation.origins.has(print));
}

/**
 * The first call that left the task: one that went looking for credentials, or read the place where
 * one lay, after the prompt and before the impact; else the first attempt that was refused.
 */
function leavingCall(
	investigation: Investigation,
	exposing: readonly CallTrace[],
	touches: readonly Touch[],
	from: number,
	until: number,
): CallTrace | null {
	const foreignExposing = exposing.filter((call) =>
		[...investigation.foreign].some((print) => investigation.origins.get(print)?.call === call),
	);
	const first = foreignExposing
		.map((call) => investigation.positions.get(call.event.id) ?? 0)
		.sort((a, b) => a - b)[0];
	if (first !== undefined) {
		const seeking = investigation.calls.find((call) => {
			const at = investigation.positions.get(call.event.id) ?? 0;
			return (
				at > from &&
				at < first &&
				call.acts.length > 0 &&
				call.acts.every((act) => act.class === 'read' && act.hosts.length === 0) &&
				call.acts.some(
					(act) =>
						/^(grep|rg|egrep|ag|find|fd|ls|tree|glob)$/i.test(act.operation) ||
						act.operation === 'Grep',
				) &&
				SEEKS.test(call.event.text) &&
				leavesFolder(call)
			);
		});
		return seeking ?? foreignExposing[0] ?? null;
	}
	const attempt = touches.find(
		(touch) =>
			touch.call !== null &&
			touch.outcome !== 'ok' &&
			(investigation.positions.get(touch.call.event.id) ?? 0) < until,
	);
	return attempt?.call ?? null;
}

/** A search for secrets leaves the task when it reaches beyond the folder or names tokens outright. */
const leavesFolder = (call: CallTrace): boolean =>
	/(\s|^|["'])(~|\/|\.\.|\$HOME)/.test(call.event.text) ||
	/token|secret|credential|passw|api[-_]?key/i.test(call.event.text);

/** The last answer before a position that refused, failed to authenticate or reported an error. */
function refusalBefore(investigation: Investigation, position: number, from: number): Event | null {
	let found: Event | null = null;
	for (const event of investigation.events) {
		const at = investigation.positions.get(event.id) ?? 0;
		if (at <= from || at >= position) continue;
		if (event.result === null) continue;
		const failed =
			event.result.status === 'error' ||
			event.result.status === 'denied' ||
			(event.result.exitCode ?? 0) !== 0;
		if (failed || (event.result.output.length < 2_000 && reportsRefusal(event.result.output)))
			found = event;
	}
	return found;
}

function around(event: Event, value: string): string {
	const output = event.result?.output ?? event.text;
	const at = Math.max(0, output.toLowerCase().indexOf(value.toLowerCase()));
	return output.slice(Math.max(0, at - 80), at + 80);
}

/** The first call that used a credential after it appeared, unless that call is the impact itself. */
function addFirstUse(
	drafts: Drafts,
	print: Fingerprint,
	exposure: Event,
	until: number,
	touches: readonly Touch[],
): void {
	const impact = new Set(touches.map((touch) => touch.call?.event.id));
	const use = drafts
		.callsUsing(print)
		.find(
			(call) =>
				drafts.at(call.event) > drafts.at(exposure) &&
				drafts.at(call.event) < until &&
				!impact.has(call.event.id),
		);
	if (use === undefined) return;
	const act = use.acts.find((candidate) => candidate.credentials.includes(print));
	drafts.add(
		'credential-use',
		use.event,
		`${act?.operation ?? 'a call'} with that credential${act !== undefined && act.hosts.length > 0 ? ` at ${act.hosts[0]}` : ''}`,
		[{ event: exposure.id, cause: { basis: 'value-provenance', valueKind: 'credential' } }],
	);
}

function addTouch(
	drafts: Drafts,
	touch: Touch,
	credentials: readonly Fingerprint[],
	injected: { eventId: EventId; value: string; valueKind: string } | undefined,
	prompt: Event | null,
	before: Event | null,
): void {
	const event = eventOf(touch);
	const causes: Draft['causes'] = [];
	const own =
		touch.call === null ? touch.act.credentials : touch.call.acts.flatMap((act) => act.credentials);
	for (const print of credentials) {
		const origin = drafts.originOf(print);
		if (own.includes(print) && origin !== null)
			causes.push({ event: origin, cause: { basis: 'value-provenance', valueKind: 'credential' } });
	}
	const source =
		drafts.introductionOf(touch.resource.id, drafts.at(event)) ??
		(touch.resource.name === null
			? null
			: drafts.introductionOf(touch.resource.name, drafts.at(event)));
	if (source !== null) {
		const cause = {
			basis: 'value-provenance' as const,
			valueKind: touch.resource.kind === 'file' ? 'path' : 'resource-id',
			value: touch.resource.id,
		};
		if (source.kind === 'tool-result' && !drafts.has(source.id))
			drafts.add(
				'discovery',
				source,
				`learns ${resourceName(touch.resource)} from this answer`,
				drafts.causeOfResult(source),
			);
		if (source.id !== event.id) causes.push({ event: source.id, cause });
	}
	if (injected !== undefined)
		causes.push({
			event: injected.eventId,
			cause: { basis: 'value-provenance', valueKind: 'instruction', value: injected.value },
		});
	if (causes.length === 0 && before !== null)
		causes.push({ event: before.id, cause: { basis: 'same-turn' } });
	if (causes.length === 0 && prompt !== null)
		causes.push({ event: prompt.id, cause: { basis: 'same-turn' } });
	const role = roleOf(touch);
	drafts.add(role, event, touchSummary(touch), causes);
	if (touch.record !== null && touch.call !== null)
		drafts.add(
			role === 'aggravation' ? 'aggravation' : 'impact',
			touch.record.event,
			eventSummary(touch.record.event),
			[{ event: event.id, cause: { basis: 'same-action' } }],
			drafts.at(event) + 0.25,
		);
}

/** Without an effect a touch is a deviation; one that makes recovery harder aggravates. */
function roleOf(touch: Touch): ChainRole {
	const changes = touch.act.class !== 'read' && touch.act.class !== 'execute';
	if (!changes || touch.outcome === 'error' || touch.outcome === 'denied') return 'deviation';
	return touch.outcome === 'ok' && touch.act.weakens ? 'aggravation' : 'impact';
}

function addAftermath(
	drafts: Drafts,
	investigation: Investigation,
	touches: readonly Touch[],
): void {
	const last = touches
		.map((touch) => investigation.positions.get(eventOf(touch).id) ?? -1)
		.reduce((a, b) => Math.max(a, b), -1);
	const first = touches
		.map((touch) => eventOf(touch))
		.find((event) => investigation.positions.has(event.id));
	if (first === undefined) return;
	const firstAt = drafts.at(first);
	const impact = [{ event: first.id, cause: { basis: 'same-turn' as const } }];
	for (const call of investigation.calls) {
		if (drafts.at(call.event) <= firstAt || drafts.has(call.event.id)) continue;
		if (
			call.acts.some(
				(act) =>
					(RESTORES.test(act.operation) || RESTORES.test(act.text)) &&
					act.class !== 'destroy' &&
					act.class !== 'read',
			)
		)
			drafts.add('recovery', call.event, eventSummary(call.event), impact);
	}
	const after = investigation.events.filter((event) => drafts.at(event) > last);
	const noticed = after.find((event) => event.kind === 'prompt') ?? null;
	if (noticed !== null) drafts.add('detection', noticed, eventSummary(noticed), impact);
	const admission = investigation.events.find(
		(event) => event.kind === 'message' && drafts.at(event) > firstAt && ADMITS.test(event.text),
	);
	if (admission !== undefined) drafts.add('admission', admission, eventSummary(admission), impact);
}
