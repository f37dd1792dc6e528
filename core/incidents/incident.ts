import type { Event } from '../event/event.ts';
import type { EventId } from '../event/ids.ts';
import { type EpochMicros, formatTime, formatTimeOrNull } from '../event/time.ts';
import { buildChain, usedCredentials } from './chain.ts';
import { checkClaims } from './claims.ts';
import { replayControls } from './controls.ts';
import { inventoryEntry, type TailHash, toIncidentCredential } from './credentials.ts';
import type { Evidence, IncidentCredential, IncidentDocument, Resource } from './document.ts';
import { gapsOf } from './gaps.ts';
import { promptText } from './intent.ts';
import type { InventoryCredential } from './inventory.ts';
import type { Investigation, Surroundings } from './investigation.ts';
import { eventSummary, titleOf } from './narrative.ts';
import type { PolicyEngine } from './policies.ts';
import { namesResource } from './request.ts';
import { severityOf } from './severity.ts';
import { eventOf, type Touch, type TouchEffect } from './touches.ts';

export interface DocumentContext extends Surroundings {
	readonly digest: (text: string) => string;
	readonly tailHash: TailHash | null;
	readonly policyEngine: PolicyEngine | null;
}

/** Evidence lists stay readable: the chain, the effects and the uses come first. */
const MOST_EVIDENCE = 400;

/** The incident of one family of runs; null where nothing left the task. */
export function buildDocument(
	investigation: Investigation,
	context: DocumentContext,
): IncidentDocument | null {
	const touches = investigation.touches;
	if (touches.length === 0) return null;
	const effects = investigation.effects;
	const first = touches[0] as Touch;
	const intent =
		(first.call === null ? undefined : investigation.intents.get(first.call.event.id)) ??
		[...investigation.intents.values()].at(-1);
	const scope = intent?.environments ?? [];
	const { credentials, entries } = credentialsOf(investigation, touches, context);
	const chain = buildChain(investigation, touches);
	const account = chain.filter((step) => step.role === 'admission').map((step) => step.eventId);
	const documents = effects.map(({ effect }) => effect);
	const impact = impactOf(effects);
	const controls = replayControls({
		investigation,
		effects,
		touches,
		credentials,
		entries,
		world: context.world,
		catalogue: context.catalogue,
		records: context.records,
		offsetsMs: context.joined.offsetsMs,
		scope,
		policyEngine: context.policyEngine,
	});
	const evidenceIds = [
		...chain.map((step) => step.eventId),
		...documents.flatMap((effect) => [effect.eventId, effect.joined?.eventId]),
		...credentials.flatMap((credential) => [credential.obtained.eventId, ...credential.uses]),
		...controls.map((control) => control.stopsAt),
	].filter((id) => id != null);
	const evidence = evidenceOf(evidenceIds, investigation, context);
	const times = evidence
		.map((entry) => entry.time)
		.filter((time) => time !== null)
		.sort();
	const taskTime = intent?.prompt?.time ?? null;
	const exposure =
		credentials
			.map((credential) => credential.obtained.time ?? null)
			.filter((time) => time !== null)
			.sort()[0] ?? null;
	const deviation =
		chain.find((step) => step.role === 'deviation')?.time ?? documents[0]?.time ?? null;
	const resources =
		intent === undefined
			? []
			: [
					...new Set(
						[...touches.map((touch) => touch.resource), ...[...context.world.resources.values()]]
							.filter((resource) => namesResource(intent, resource))
							.map((resource) => resource.name ?? resource.id),
					),
				].slice(0, 20);
	return {
		schema: 'aftertrace.incident/v1',
		id: `inc_${context.digest(`${investigation.runs[0]?.id}|${touches.map((touch) => eventOf(touch).id)[0]}`).slice(0, 20)}`,
		title: titleOf(documents, touches, scope, true),
		severity: severityOf(documents, touches),
		window: { start: times[0] ?? null, end: times.at(-1) ?? null },
		impact,
		metrics: {
			taskToImpactMs: between(
				taskTime === null ? null : formatTime(taskTime),
				impact?.start ?? null,
			),
			exposureToImpactMs: between(exposure, impact?.start ?? null),
			deviationToImpactMs: between(deviation, impact?.start ?? null),
		},
		agents: agentsOf(investigation),
		task:
			intent?.prompt == null
				? null
				: {
						eventId: intent.prompt.id,
						text: promptText(intent.prompt),
						environments: [...scope],
						resources,
					},
		credentials,
		chain,
		effects: documents,
		atRisk: atRiskOf(effects, credentials, entries, context),
		controls,
		detections: [],
		evidence,
		gaps: gapsOf({
			investigation,
			touches,
			effects,
			credentials,
			offsetsMs: context.joined.offsetsMs,
			records: context.records.map((record) => record.event),
			hasInventory: context.inventory.credentials.length > 0,
		}),
		claims: checkClaims(investigation, touches, account),
		survivingCopies: survivingCopies(effects, impact?.start ?? null, context),
	};
}

export function impactOf(effects: readonly TouchEffect[]): IncidentDocument['impact'] {
	if (effects.length === 0) return null;
	const times = effects
		.map(({ effect }) => effect.time)
		.filter((time) => time !== null)
		.sort();
	const start = times[0] ?? null;
	const end = times.at(-1) ?? null;
	return { start, end, durationMs: between(start, end) };
}

/** Milliseconds between two times, with their microseconds; null when either is unknown or the order is reversed. */
export function between(start: string | null, end: string | null): number | null {
	if (start === null || end === null) return null;
	const micros = (time: string): number =>
		Date.parse(time) * 1000 + Number(/\.\d{3}(\d{3})Z$/.exec(time)?.[1] ?? '0');
	const ms = (micros(end) - micros(start)) / 1000;
	return ms < 0 ? null : ms;
}

function credentialsOf(
	investigation: Investigation,
	touches: readonly Touch[],
	context: DocumentContext,
): { credentials: IncidentCredential[]; entries: Map<string, InventoryCredential> } {
	const entries = new Map<string, InventoryCredential>();
	const recordIds = new Set(
		touches.map((touch) => touch.record?.event.record?.credentialId).filter((id) => id != null),
	);
	const credentials = usedCredentials(touches, investigation).flatMap((print) => {
		const origin = investigation.origins.get(print);
		if (origin === undefined) return [];
		const entry = inventoryEntry(
			print,
			origin,
			investigation.events,
			recordIds,
			context.inventory,
			context.tailHash,
		);
		if (entry !== null) entries.set(print, entry);
		const uses = investigation.calls
			.filter((call) =>
				call.acts.some((act) => act.credentials.includes(print) && act.provider !== 'filesystem'),
			)
			.map((call) => call.event.id);
		return [toIncidentCredential(print, origin, uses, entry)];
	});
	return { credentials, entries };
}

/** Copies of destroyed resources that are not among the effects: what can be restored from. */
export function survivingCopies(
	effects: readonly TouchEffect[],
	impactStart: string | null,
	context: DocumentContext,
): NonNullable<IncidentDocument['survivingCopies']> {
	const destroyed = new Set(
		effects.flatMap(({ effect }) => (effect.class === 'destroyed' ? [effect.resource.id] : [])),
	);
	return [...context.world.resources.values()]
		.filter(
			(known) => known.copyOf !== null && destroyed.has(known.copyOf) && !destroyed.has(known.id),
		)
		.sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? '') || (a.id < b.id ? -1 : 1))
		.map((known) => ({
			resource: context.world.toResource(known),
			createdAt: known.createdAt,
			ageMs: between(known.createdAt, impactStart),
			copyOf: known.copyOf ?? '',
		}));
}

function agentsOf(investigation: Investigation): IncidentDocument['agents'] {
	const agents = new Map<string, { product: string; model: string | null; sessions: string[] }>();
	for (const { run } of investigation.runs) {
		const key = `${run.product}|${run.model}`;
		const agent = agents.get(key) ?? { product: run.product, model: run.model, sessions: [] };
		agent.sessions.push(run.id);
		agents.set(key, agent);
	}
	return [...agents.values()];
}

/** Holds data or access: what would hurt to lose. A deployment or a network address is not listed. */
function atRiskOf(
	effects: readonly TouchEffect[],
	credentials: readonly IncidentCredential[],
	entries: ReadonlyMap<string, InventoryCredential>,
	context: DocumentContext,
): Resource[] {
	const touched = new Set(
		effects.flatMap(({ effect }) => [effect.resource.id, effect.resource.name ?? '']),
	);
	const providers = new Set(effects.map(({ effect }) => effect.resource.provider));
	const reaches = credentials.flatMap(
		(credential) => entries.get(credential.fingerprint)?.reaches ?? [],
	);
	const everything = reaches.includes('*') || (entries.size === 0 && credentials.length > 0);
	if (credentials.length === 0) return [];
	const inside = (id: string | null): boolean => {
		let at = id;
		for (let i = 0; i < 10 && at !== null; i++) {
			if (reaches.includes(at)) return true;
			at = context.world.resources.get(at)?.containedIn ?? null;
		}
		return false;
	};
	return [...context.world.resources.values()]
		.filter(
			(known) =>
				providers.has(known.provider) &&
				!touched.has(known.id) &&
				(everything || reaches.includes(known.id) || inside(known.containedIn)),
		)
		.filter(
			(known) =>
				context.catalogue.holdsData(known.provider, known.kind) || known.kind === 'service',
		)
		.filter((known) => known.kind !== 'project' && known.kind !== 'environment')
		.sort((a, b) => a.kind.localeCompare(b.kind) || (a.id < b.id ? -1 : 1))
		.slice(0, 200)
		.map((known) => context.world.toResource(known));
}

export function evidenceOf(
	ids: readonly string[],
	investigation: Pick<Investigation, 'byId'> | null,
	context: Pick<DocumentContext, 'records' | 'allEvents'>,
): Evidence[] {
	const records = new Map(context.records.map((record) => [record.event.id, record.event]));
	const events = [...new Set(ids)]
		.slice(0, MOST_EVIDENCE)
		.flatMap(
			(id) =>
				investigation?.byId.get(id as EventId) ??
				records.get(id as EventId) ??
				context.allEvents.find((event) => event.id === id) ??
				[],
		);
	return events.sort(byTime).map((event) => ({
		eventId: event.id,
		time: formatTimeOrNull(event.time),
		summary: eventSummary(event),
		source: {
			format: event.origin.format,
			path: event.origin.path,
			line: event.origin.line,
			request: event.origin.request,
		},
	}));
}

const byTime = (a: Event, b: Event): number =>
	((a.time ?? 0) as EpochMicros) - ((b.time ?? 0) as EpochMicros) || a.order - b.order;
