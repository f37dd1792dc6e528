import type { Event } from '../event/event.ts';
import type { Fingerprint } from '../event/ids.ts';
import { addAftermath } from './aftermath.ts';
import { type Draft, Drafts } from './chain-drafts.ts';
import type { Origin } from './credentials.ts';
import type { ChainRole, ChainStep } from './document.ts';
import { handingOver } from './handing-over.ts';
import type { Injection } from './injection.ts';
import type { Investigation } from './investigation.ts';
import { around, leavingCall, refusalBefore } from './leaving-the-task.ts';
import { brief, eventSummary, resourceName, touchSummary } from './narrative.ts';
import type { CallTrace } from './runs.ts';
import { eventOf, type Touch } from './touches.ts';

/** At most this many impacts and aggravations become steps; the effects list holds all of them. */
const MOST_STEPS_OF_A_ROLE = 25;

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

	for (const handing of handingOver(investigation, incidentTouches))
		drafts.add(
			'task',
			handing.event,
			`hands work on: ${eventSummary(handing.event)}`,
			prompt === null ? [] : [{ event: prompt.id, cause: { basis: 'same-turn' } }],
		);
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
		// A call that fetches its own credential is what it does first of all.
		const { event: brought } = origin;
		if (incidentTouches.some((touch) => eventOf(touch).id === brought.id)) continue;
		const summary =
			origin.path === null
				? `a ${origin.kind} comes into the run's hands (${origin.how})`
				: `the answer holds a ${origin.kind} from ${origin.path}`;
		const by = causesOfExposure(origin, drafts, leaves, before, investigation);
		if (origin.laidBy !== null) {
			drafts.add(
				'credential-exposure',
				origin.laidBy,
				`an earlier run writes a ${origin.kind} into ${origin.path ?? 'a file'}`,
			);
			by.push({
				event: origin.laidBy.id,
				cause: { basis: 'value-provenance', valueKind: 'credential' },
			});
		}
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
	injected: Injection | undefined,
	prompt: Event | null,
	before: Event | null,
): void {
	const event = eventOf(touch);
	const causes: Draft['causes'] = [];
	const own =
		touch.call === null ? touch.act.credentials : touch.call.acts.flatMap((act) => act.credentials);
	for (const print of credentials) {
		const origin = drafts.originOf(print);
		if (own.includes(print) && origin !== null && origin !== event.id)
			causes.push({ event: origin, cause: { basis: 'value-provenance', valueKind: 'credential' } });
	}
	const chooser = drafts.chooserOf(touch);
	if (chooser !== null) {
		drafts.add(
			'deviation',
			chooser.event,
			`${eventSummary(chooser.event)} — puts its tool where it then acts`,
			before === null ? [] : [{ event: before.id, cause: { basis: 'same-turn' } }],
		);
		causes.push({ event: chooser.event.id, cause: { basis: 'same-turn' } });
	}
	const writer = drafts.writerOf(touch);
	if (writer !== null) {
		drafts.add(
			'deviation',
			writer.event,
			`${eventSummary(writer.event)} — writes what does it`,
			before === null ? [] : [{ event: before.id, cause: { basis: 'same-turn' } }],
		);
		causes.push({
			event: writer.event.id,
			cause: { basis: 'value-provenance', valueKind: 'resource-id', value: touch.resource.id },
		});
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
	const carried = injected?.source === undefined ? null : drafts.eventOf(injected.source);
	if (carried !== null) {
		drafts.add(
			'discovery',
			carried,
			`reads ${resourceName(touch.resource)}, which the task does not name`,
			drafts.causeOfResult(carried),
		);
		causes.push({ event: carried.id, cause: { basis: 'value-provenance', valueKind: 'text' } });
	}
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
