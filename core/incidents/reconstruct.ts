import { newRunState, readActs } from '../actions/understand.ts';
import type { Understanding } from '../actions/understanding.ts';
import type { Event } from '../event/event.ts';
import type { Fingerprint } from '../event/ids.ts';
import { CredentialIds } from './credential-ids.ts';
import { holdersOf, type TailHash } from './credentials.ts';
import { type IncidentDocument, severities } from './document.ts';
import { buildDocument } from './incident.ts';
import { type Inventory, mergeInventories } from './inventory.ts';
import { families, type Investigation, investigate, type Surroundings } from './investigation.ts';
import { type Joined, joinActions, type RecordTrace } from './join.ts';
import type { PolicyEngine } from './policies.ts';
import { providerIncidents } from './provider-incidents.ts';
import { withRecordedCredentials } from './recorded-credentials.ts';
import { type RunTrace, traceRuns } from './runs.ts';
import { World } from './world.ts';

export interface ReconstructionInput {
	readonly events: readonly Event[];
	readonly inventories: readonly Inventory[];
	readonly understanding: Understanding;
	/** SHA-256 of a text, hexadecimal: makes incident ids. */
	readonly digest: (text: string) => string;
	/** To recognise inventory entries by their last characters; null where no key is at hand. */
	readonly tailHash: TailHash | null;
	/** Checks the policies that the controls propose; left out: they stand unchecked. */
	readonly policyEngine?: PolicyEngine;
}

export interface CredentialSummary {
	readonly fingerprint: string;
	readonly kind: string;
	readonly sightings: number;
	readonly uses: number;
	readonly firstSeen: number | null;
	readonly lastUsed: number | null;
}

export interface Reconstruction {
	/** Most severe first, then earliest first. */
	readonly incidents: readonly IncidentDocument[];
	readonly credentials: readonly CredentialSummary[];
	readonly investigations: readonly Investigation[];
	readonly joined: Joined;
	readonly runs: readonly RunTrace[];
}

/**
 * Reconstructs the incidents that a set of events holds. Pure and deterministic: the result depends on
 * the events and the inventory alone, not on their order. No incident comes of a run that did what
 * it was asked, however its commands look.
 */
export function reconstruct(input: ReconstructionInput): Reconstruction {
	const { understanding } = input;
	const inventory = mergeInventories(input.inventories);
	const events = distinct(input.events);
	const traced = traceRuns(events, understanding);
	const records: RecordTrace[] = events
		.filter((event) => event.record !== null)
		.sort((a, b) => (a.time ?? 0) - (b.time ?? 0) || (a.id < b.id ? -1 : 1))
		.map((event) => ({ event, acts: readActs(event, understanding, newRunState()) }));
	const world = learnWorld(understanding, inventory, traced, records);
	const ofRunsOnly = events.filter((event) => event.run !== null);
	const holders = holdersOf(ofRunsOnly);
	const { runs, joined } = withRecordedCredentials(
		traced,
		joinActions(
			traced.flatMap((run) => run.calls),
			records,
			understanding.catalogue,
		),
		new CredentialIds(holders),
	);
	const surroundings: Surroundings = {
		world,
		catalogue: understanding.catalogue,
		joined,
		records,
		inventory,
		allEvents: ofRunsOnly,
		holders,
		unclaimed: records.filter(
			(record) =>
				!joined.byRecord.has(record.event.id) &&
				record.acts.some(
					(act) =>
						act.class === 'destroy' ||
						act.class === 'grant' ||
						act.class === 'expose' ||
						act.weakens,
				),
		),
		callsById: new Map(
			runs.flatMap((run) => run.calls.map((call) => [call.event.call?.id ?? '', call] as const)),
		),
	};
	const investigations = families(runs).map((family) => investigate(family, surroundings));
	const context = {
		...surroundings,
		digest: input.digest,
		tailHash: input.tailHash,
		policyEngine: input.policyEngine ?? null,
	};
	const ofRuns = investigations.flatMap(
		(investigation) => buildDocument(investigation, context) ?? [],
	);
	const explained = new Set(
		ofRuns.flatMap((incident) => incident.evidence.map((evidence) => evidence.eventId)),
	);
	const ofProviders = providerIncidents(context, explained, runs.length > 0);
	const incidents = [...ofRuns, ...ofProviders].sort(
		(a, b) =>
			severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
			(a.window.start ?? '').localeCompare(b.window.start ?? '') ||
			(a.id < b.id ? -1 : 1),
	);
	return { incidents, credentials: summarise(events, runs), investigations, joined, runs };
}

function distinct(events: readonly Event[]): Event[] {
	return [...new Map(events.map((event) => [event.id, event])).values()];
}

/** The world as the inventory, providers' answers and their records show it. */
export function learnWorld(
	understanding: Understanding,
	inventory: Inventory,
	runs: readonly RunTrace[],
	records: readonly RecordTrace[],
): World {
	const world = new World(understanding.catalogue, inventory);
	for (const run of runs)
		for (const call of run.calls) {
			if (call.result === null || call.acts.length === 0) continue;
			const provider = call.acts.find((act) =>
				understanding.catalogue.providers.some((known) => known.provider === act.provider),
			)?.provider;
			// What answers under a host that nothing describes is that host's.
			const host = call.acts.find((act) => act.hosts.length > 0 && act.class === 'read')?.provider;
			const whose = provider ?? host;
			if (whose !== undefined) world.learnFromAnswer(call.result, whose);
		}
	for (const record of records) world.learnFromRecord(record.event);
	return world;
}

/** Every credential that the events show, with how often it was seen and used. */
function summarise(events: readonly Event[], runs: readonly RunTrace[]): CredentialSummary[] {
	const found = new Map<
		Fingerprint,
		{
			kind: string;
			sightings: number;
			uses: number;
			firstSeen: number | null;
			lastUsed: number | null;
		}
	>();
	for (const event of events)
		for (const sighting of event.sightings) {
			const known = found.get(sighting.fingerprint) ?? {
				kind: sighting.kind,
				sightings: 0,
				uses: 0,
				firstSeen: null,
				lastUsed: null,
			};
			known.sightings++;
			if (/^(bearer|generic|assigned|secret)/.test(known.kind)) known.kind = sighting.kind;
			if (event.time !== null)
				known.firstSeen = Math.min(known.firstSeen ?? Number.POSITIVE_INFINITY, event.time);
			found.set(sighting.fingerprint, known);
		}
	for (const run of runs)
		for (const call of run.calls)
			for (const print of new Set(
				call.acts.filter((act) => act.provider !== 'filesystem').flatMap((act) => act.credentials),
			)) {
				const known = found.get(print);
				if (known === undefined) continue;
				known.uses++;
				if (call.event.time !== null)
					known.lastUsed = Math.max(known.lastUsed ?? 0, call.event.time);
			}
	return [...found.entries()]
		.map(([print, known]) => ({ fingerprint: print, ...known }))
		.sort((a, b) => b.uses - a.uses || (a.fingerprint < b.fingerprint ? -1 : 1));
}
