import type { Act } from '../actions/action.ts';
import { environmentNamed, environmentsOfPrompt } from '../actions/environment.ts';
import { BoundedMap } from '../bounded-map.ts';
import type { Event, Sighting } from '../event/event.ts';
import { ownText } from '../event/text.ts';
import { formatTimeOrNull } from '../event/time.ts';
import { obtainedBy } from '../incidents/credentials.ts';
import type { Environment } from '../incidents/document.ts';
import {
	bareCredential,
	type Credential,
	type CredentialSighting,
	type CredentialUse,
	type SightingPlace,
} from './credential.ts';
import { providerOfKind } from './imports/kinds.ts';
import { providersOwn } from './merge.ts';

/** A credential as one batch of events shows it. */
export interface ObservedCredential {
	readonly credential: Credential;
	readonly sightings: readonly CredentialSighting[];
	readonly uses: readonly CredentialUse[];
	/** Epoch microseconds. */
	readonly firstSeenMicros: number | null;
	readonly lastSeenMicros: number | null;
}

interface OpenCall {
	readonly event: Event;
	readonly acts: readonly Act[];
	/** About how many characters it takes. */
	readonly chars: number;
}

interface Gathered {
	credential: Credential;
	readonly sightings: CredentialSighting[];
	readonly uses: CredentialUse[];
	first: number | null;
	last: number | null;
}

const callsHeldMax = 20_000;
/** Characters of the calls that are held, about: what they were given can be long. */
const callCharsMax = 16 * 1024 * 1024;
const runsHeldMax = 50_000;
const storedMax = 50;
/** Acts on the own machine use no credential, even where one stands in their text. */
const local = new Set(['shell', 'filesystem']);

/**
 * Finds credentials in events as they come in: each sighting with its file, command, variable and
 * run, and each use that an agent's call or a provider's record names. Keeps open calls from batch
 * to batch, since a result names the call that brought it.
 */
export class CredentialObserver {
	private readonly calls = new Map<string, OpenCall>();
	private callChars = 0;
	private readonly runEnvironments = new BoundedMap<string, Environment>(runsHeldMax);
	private gathered = new Map<string, Gathered>();

	add(event: Event, acts: readonly Act[]): void {
		this.notePrompt(event);
		if (event.call !== null) this.hold(callKey(event, event.call.id), event, acts);
		const call =
			event.result?.callId == null
				? null
				: (this.calls.get(callKey(event, event.result.callId)) ?? null);
		for (const sighting of event.sightings) this.addSighting(event, sighting, call);
		if (event.call !== null) this.addUses(event, acts, 'unknown');
		if (call !== null) this.addUses(call.event, call.acts, event.result?.status ?? 'unknown');
		if (event.record !== null) this.addRecordedUse(event, acts);
	}

	/** Holds a call for its result, without its record; the oldest go where there are too many. */
	private hold(key: string, event: Event, acts: readonly Act[]): void {
		const chars = event.raw.length + event.text.length;
		this.callChars += chars - (this.calls.get(key)?.chars ?? 0);
		this.calls.delete(key);
		this.calls.set(key, { event: { ...event, raw: ownText('') }, acts, chars });
		for (const [oldest, call] of this.calls) {
			if (this.calls.size <= callsHeldMax && this.callChars <= callCharsMax) break;
			this.calls.delete(oldest);
			this.callChars -= call.chars;
		}
	}

	/** What was found since the last time. */
	take(): ObservedCredential[] {
		const taken = [...this.gathered.values()].map((each) => ({
			credential: each.credential,
			sightings: each.sightings,
			uses: each.uses,
			firstSeenMicros: each.first,
			lastSeenMicros: each.last,
		}));
		this.gathered = new Map();
		return taken;
	}

	private gather(key: string, fresh: () => Credential, time: number | null): Gathered {
		let found = this.gathered.get(key);
		if (found === undefined) {
			found = { credential: fresh(), sightings: [], uses: [], first: null, last: null };
			this.gathered.set(key, found);
		}
		if (time !== null) {
			found.first = Math.min(found.first ?? time, time);
			found.last = Math.max(found.last ?? time, time);
		}
		return found;
	}

	private addSighting(event: Event, sighting: Sighting, call: OpenCall | null): void {
		const provider = providerOfKind(sighting.kind);
		const found = this.gather(
			`print:${sighting.fingerprint}`,
			() => seenCredential(sighting, provider),
			event.time,
		);
		if (found.credential.provider === 'generic' && provider !== 'generic')
			found.credential = { ...found.credential, kind: sighting.kind, provider };
		const path = event.result === null ? null : obtainedBy(call, event, sighting.fingerprint).path;
		const file = path === null ? null : absolute(path, event.run?.folder ?? null);
		if (file !== null && found.credential.storedAt.length < storedMax) {
			const storedAt = [...new Set([...found.credential.storedAt, file])];
			found.credential = { ...found.credential, storedAt };
		}
		found.sightings.push({
			eventId: event.id,
			field: sighting.field,
			place: placeOf(event, file),
			label: sighting.label,
			file,
			command: commandOf(event, call),
			runId: event.run?.id ?? null,
			machine: event.run?.machine ?? null,
			person: event.run?.user ?? null,
			at: formatTimeOrNull(event.time),
			source: event.origin.path,
		});
	}

	private addUses(event: Event, acts: readonly Act[], outcome: string): void {
		for (const act of acts) {
			if (local.has(act.provider)) continue;
			for (const print of act.credentials) {
				const found = this.gather(
					`print:${print}`,
					() => ({
						...bareCredential('credential', 'generic'),
						fingerprints: [{ fingerprint: print, since: null, until: null }],
						sources: ['logs'],
					}),
					event.time,
				);
				found.uses.push({
					...actUse(event, act),
					outcome,
					machine: event.run?.machine ?? null,
					principal: event.run?.product ?? null,
					sourceAddress: null,
					runEnvironment: this.runEnvironments.get(event.run?.id ?? '') ?? 'unknown',
				});
			}
		}
	}

	private addRecordedUse(event: Event, acts: readonly Act[]): void {
		const { record } = event;
		if (record === null || record.credentialId === null) return;
		const { provider, credentialId, principal } = record;
		const found = this.gather(
			`id:${provider}:${credentialId}`,
			() => ({
				...bareCredential(kindOfId(provider, credentialId), provider),
				providerId: credentialId,
				principal,
				sources: ['logs'],
			}),
			event.time,
		);
		const act = acts[0];
		found.uses.push({
			eventId: event.id,
			at: formatTimeOrNull(event.time),
			provider,
			operation: act?.operation ?? record.operation,
			actionClass: act?.class ?? null,
			outcome: record.outcome,
			environment:
				act?.environment?.value ??
				(record.environment === null ? null : environmentNamed(record.environment)) ??
				'unknown',
			resources: (act?.resources ?? record.resources).map((resource) => resource.id).slice(0, 20),
			runId: event.run?.id ?? null,
			machine: null,
			principal,
			sourceAddress: record.sourceAddress,
			runEnvironment: 'unknown',
		});
	}

	/** The environment that a run's task names, where it names exactly one. */
	private notePrompt(event: Event): void {
		if (event.kind !== 'prompt' || event.run === null) return;
		const { named } = environmentsOfPrompt(event.text);
		const [only] = named;
		if (named.length === 1 && only !== undefined) this.runEnvironments.set(event.run.id, only);
	}
}

const callKey = (event: Event, id: string): string => `${event.run?.id ?? ''}\0${id}`;

const seenCredential = (sighting: Sighting, provider: string): Credential => ({
	...bareCredential(sighting.kind, provider),
	fingerprints: [{ fingerprint: sighting.fingerprint, since: null, until: null }],
	tail4: sighting.tail4,
	tail8: sighting.tail8,
	sources: ['logs'],
});

const absolute = (path: string, folder: string | null): string =>
	/^[/~$]/.test(path) || folder === null ? path : `${folder}/${path.replace(/^\.\//, '')}`;

function placeOf(event: Event, file: string | null): SightingPlace {
	switch (event.kind) {
		case 'prompt':
			return 'prompt';
		case 'tool-call':
			return 'command';
		case 'provider-record':
			return 'provider-record';
		case 'configuration':
			return 'configuration';
		default:
			return file === null ? 'transcript' : 'file';
	}
}

const commandMax = 500;

function commandOf(event: Event, call: OpenCall | null): string | null {
	const text = event.call !== null ? event.text : (call?.event.text ?? null);
	return text === null ? null : text.slice(0, commandMax);
}

const actUse = (event: Event, act: Act) => ({
	eventId: event.id,
	at: formatTimeOrNull(event.time),
	provider: act.provider,
	operation: act.operation,
	actionClass: act.class,
	environment: act.environment?.value ?? act.resources[0]?.environment ?? 'unknown',
	resources: act.resources.map((resource) => resource.id).slice(0, 20),
	runId: event.run?.id ?? null,
});

/** AWS tells long-lived keys from session keys by their first letters (IAM, "unique IDs"). */
function kindOfId(provider: string, id: string): string {
	if (provider === 'aws' && id.startsWith('AKIA')) return 'aws-access-key';
	if (provider === 'aws' && id.startsWith('ASIA')) return 'aws-session-key';
	return providersOwn(provider);
}
