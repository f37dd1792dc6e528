import type { Act } from '../actions/action.ts';
import type { ProviderCatalogue } from '../actions/catalogue/catalogue.ts';
import type { EventId, Fingerprint } from '../event/ids.ts';
import type { EpochMicros } from '../event/time.ts';
import { placeOf } from './deviation.ts';
import type { ControlId, ControlReplay, IncidentCredential, Verdict } from './document.ts';
import type { InventoryCredential } from './inventory.ts';
import type { Investigation } from './investigation.ts';
import type { RecordTrace } from './join.ts';
import { approvalPolicy, leastPrivilegePolicy, sandboxPolicy } from './policies.ts';
import { eventOf, type Touch, type TouchEffect, timeOf } from './touches.ts';
import type { World } from './world.ts';

export interface ReplayInput {
	readonly investigation: Investigation;
	/** The incident's effects, in the order of the document. */
	readonly effects: readonly TouchEffect[];
	readonly touches: readonly Touch[];
	readonly credentials: readonly IncidentCredential[];
	readonly entries: ReadonlyMap<string, InventoryCredential>;
	readonly world: World;
	readonly catalogue: ProviderCatalogue;
	/** Every provider record of the input: earlier uses of the same credential stand there. */
	readonly records: readonly RecordTrace[];
	/** Source → how far its clock stands ahead, milliseconds. */
	readonly offsetsMs: ReadonlyMap<string, number>;
	/** Environments that the task put in scope. */
	readonly scope: readonly string[];
}

/** What one control stops: the first call of the run that it does not let through, and the effects that then never come. */
interface Replay {
	readonly stopsAt: EventId | null;
	readonly prevented: readonly number[];
	readonly why: string;
	readonly applicable: boolean;
	readonly policy?: string;
}

/**
 * Replays the incident under each of the eight controls on the world model: acts that a control stops
 * do not happen, nor do acts that use what a stopped act would have brought (a credential, an id), nor
 * what would have fallen with their targets. Always all eight, in the contract's order.
 */
export function replayControls(input: ReplayInput): ControlReplay[] {
	const replays: readonly (readonly [ControlId, Replay])[] = [
		['least-privilege', leastPrivilege(input)],
		['short-lived-credential', shortLived(input)],
		['no-credential-on-disk', notOnDisk(input)],
		['environment-sandbox', sandbox(input)],
		['approval-for-destructive', approval(input)],
		['delayed-deletion', delayedDeletion(input)],
		['isolated-backups', isolatedBackups(input)],
		['rate-limit', rateLimit(input)],
	];
	return replays.map(([id, replay]) => ({
		id,
		verdict: verdictOf(replay, input.effects.length),
		stopsAt: replay.stopsAt,
		prevented: [...replay.prevented],
		why: replay.why,
		policy: replay.policy ?? null,
	}));
}

function verdictOf(replay: Replay, effects: number): Verdict {
	if (!replay.applicable) return 'not-applicable';
	if (effects === 0) return replay.stopsAt === null ? 'no-effect' : 'prevents';
	if (replay.prevented.length === 0) return 'no-effect';
	return replay.prevented.length === effects ? 'prevents' : 'limits';
}

const notApplicable = (why: string): Replay => ({
	stopsAt: null,
	prevented: [],
	why,
	applicable: false,
});
const noEffect = (why: string): Replay => ({ stopsAt: null, prevented: [], why, applicable: true });

/** Effects whose act, or the act that they fell with, satisfies a condition. */
const effectsWhere = (input: ReplayInput, holds: (effect: TouchEffect) => boolean): number[] =>
	input.effects.flatMap((effect, i) => (holds(effect) ? [i] : []));

const credentialsOf = (touch: Touch): readonly Fingerprint[] =>
	touch.call === null ? touch.act.credentials : touch.call.acts.flatMap((act) => act.credentials);

/** Every act of the run's calls at or after an event that uses a credential, in order. */
function usesOf(input: ReplayInput, print: string): { id: EventId; act: Act }[] {
	return input.investigation.calls.flatMap((call) =>
		call.acts
			.filter((act) => act.credentials.includes(print as Fingerprint))
			.map((act) => ({ id: call.event.id, act })),
	);
}

const usesCredential = (touch: Touch, print: string): boolean =>
	credentialsOf(touch).includes(print as Fingerprint) || touch.call === null;

function leastPrivilege(input: ReplayInput): Replay {
	const credential = mainCredential(input);
	if (credential === null)
		return notApplicable('No credential was used in what happened, or none that a log shows.');
	const { operations, environments, described } = neededBefore(input, credential);
	const stops = (act: Act): boolean =>
		act.class !== 'read' && !operations.has(nameOf(input, act.provider, act.operation));
	const outside = (touch: Touch): boolean =>
		usesCredential(touch, credential.fingerprint) &&
		(stops(touch.act) ||
			(environments.size > 0 &&
				touch.environment !== 'unknown' &&
				!environments.has(touch.environment)));
	const prevented = effectsWhere(input, (effect) => outside(effect.touch));
	const first = input.touches.find(outside);
	if (first === undefined)
		return noEffect(
			`Its earlier uses needed the same operations (${[...operations].join(', ') || 'none'}).`,
		);
	return {
		stopsAt: eventOf(first).id,
		prevented,
		why: `${described}; ${first.act.operation} was not among them.`,
		applicable: true,
		policy: leastPrivilegePolicy(credential.fingerprint, [...operations], [...environments]),
	};
}

const nameOf = (input: ReplayInput, provider: string, operation: string): string =>
	input.catalogue.operation(provider, operation, null)?.names[0] ?? operation;

/** What a credential's uses before the deviation needed, from providers' records and the inventory. */
function neededBefore(
	input: ReplayInput,
	credential: IncidentCredential,
): { operations: Set<string>; environments: Set<string>; described: string } {
	const entry = input.entries.get(credential.fingerprint);
	const firstTouch = input.touches[0];
	const start = firstTouch === undefined ? null : (eventOf(firstTouch).time ?? timeOf(firstTouch));
	const exposure =
		input.investigation.origins.get(credential.fingerprint as Fingerprint)?.event?.time ?? start;
	const operations = new Set<string>();
	// The called and the audited name of an operation are one: the catalogue's first name stands for both.
	const need = (provider: string, operation: string): void => {
		operations.add(nameOf(input, provider, operation));
	};
	for (const operation of entry?.usedOperations ?? []) need(entry?.provider ?? '', operation);
	const environments = new Set<string>();
	let uses = 0;
	for (const record of input.records) {
		const provider = record.event.record;
		if (
			provider === null ||
			provider.outcome !== 'ok' ||
			provider.credentialId === null ||
			provider.credentialId !== entry?.providerId
		)
			continue;
		// Held against the run's clock; what the incident itself recorded is no earlier use, whatever its clock says.
		const offset = (input.offsetsMs.get(record.event.origin.source) ?? 0) * 1000;
		const own =
			input.touches.some((touch) => touch.record === record) ||
			input.effects.some((effect) => effect.record === record);
		if (
			own ||
			record.event.time === null ||
			exposure === null ||
			record.event.time - offset >= exposure
		)
			continue;
		uses++;
		for (const act of record.acts) need(act.provider, act.operation);
	}
	for (const { id, act } of usesOf(input, credential.fingerprint)) {
		const before =
			(input.investigation.positions.get(id) ?? 0) <
			(firstTouch === undefined
				? 0
				: (input.investigation.positions.get(eventOf(firstTouch).id) ?? Number.POSITIVE_INFINITY));
		const foreign = input.investigation.foreign.has(credential.fingerprint as Fingerprint);
		if (!before || foreign || act.class === 'read') continue;
		need(act.provider, act.operation);
		for (const resource of act.resources) {
			const place = placeOf(act, resource, input.world).environment;
			if (place !== 'unknown') environments.add(place);
		}
	}
	const described =
		uses > 0
			? `Its ${uses} recorded earlier uses needed ${[...operations].join(', ')} only`
			: entry !== undefined && entry.usedOperations.length > 0
				? `Its earlier uses needed ${[...operations].join(', ')} only`
				: operations.size > 0
					? `Its earlier uses in the run needed ${[...operations].join(', ')} only`
					: 'No log shows an earlier use that needed anything';
	return { operations, environments, described };
}

/** The credential that the first effect, or failing that the first attempt, used. */
function mainCredential(input: ReplayInput): IncidentCredential | null {
	const touch = input.effects[0]?.touch ?? input.touches[0];
	const own = touch === undefined ? [] : credentialsOf(touch);
	return (
		input.credentials.find((credential) => own.includes(credential.fingerprint as Fingerprint)) ??
		input.credentials[0] ??
		null
	);
}

const HOUR_MICROS = 3_600_000_000;

function shortLived(input: ReplayInput): Replay {
	const credential = mainCredential(input);
	if (credential === null)
		return notApplicable('No credential was used in what happened, or none that a log shows.');
	const { how } = credential.obtained;
	const entry = input.entries.get(credential.fingerprint);
	const lifetime =
		entry?.issuedAt != null && entry.expiresAt !== null
			? (Date.parse(entry.expiresAt) - Date.parse(entry.issuedAt)) * 1000
			: null;
	if (lifetime !== null && lifetime <= HOUR_MICROS)
		return noEffect('It already lived for an hour at most.');
	const origin = input.investigation.origins.get(credential.fingerprint as Fingerprint);
	const use = input.touches.find((touch) => usesCredential(touch, credential.fingerprint));
	const useTime = use === undefined ? null : timeOf(use);
	if (how === 'prompt' || how === 'configuration') {
		const late =
			origin?.event?.time != null && useTime !== null && useTime - origin.event.time > HOUR_MICROS;
		if (!late)
			return noEffect(
				'The task itself gave it: one issued for the task would have been valid at that moment.',
			);
	}
	if (how === 'unknown')
		return noEffect('No log shows where the run got it, so its age cannot be told.');
	const first =
		usesOf(input, credential.fingerprint)[0]?.id ?? (use === undefined ? null : eventOf(use).id);
	return {
		stopsAt: first,
		prevented: effectsWhere(input, (effect) =>
			usesCredential(effect.touch, credential.fingerprint),
		),
		why:
			how === 'file'
				? `The one that lay in ${credential.obtained.path ?? 'a file'} was not issued for this task; with a lifetime of an hour it would have been expired.`
				: 'It was not issued for this task; with a lifetime of an hour it would have been expired.',
		applicable: true,
	};
}

function notOnDisk(input: ReplayInput): Replay {
	const onDisk = input.credentials.filter((credential) => credential.obtained.how === 'file');
	if (input.credentials.length === 0)
		return notApplicable('No credential was used in what happened, or none that a log shows.');
	if (onDisk.length === 0)
		return noEffect(
			`The credential did not come from a file (${input.credentials.map((credential) => credential.obtained.how).join(', ')}).`,
		);
	const prevented = effectsWhere(input, (effect) =>
		onDisk.some((credential) => usesCredential(effect.touch, credential.fingerprint)),
	);
	return {
		stopsAt: (onDisk[0]?.obtained.eventId as EventId | null | undefined) ?? null,
		prevented,
		why: `${onDisk[0]?.obtained.path ?? 'The file'} would have held nothing to read.`,
		applicable: true,
	};
}

function sandbox(input: ReplayInput): Replay {
	const scope = new Set(input.scope);
	if (
		scope.size === 0 &&
		!input.touches.some((touch) => touch.resource.provider === 'filesystem') &&
		input.touches.every((touch) => touch.environment === 'unknown')
	)
		return noEffect('Neither the task nor any log names an environment.');
	const outside = (touch: Touch): boolean =>
		touch.resource.provider === 'filesystem'
			? touch.deviation.reason === 'outside-folder'
			: touch.deviation.reason === 'secret-sent-out' ||
				(touch.environment !== 'unknown' &&
					!scope.has(touch.environment) &&
					!(touch.environment === 'development' && scope.size === 0));
	const first = firstReachOutside(input, scope) ?? input.touches.find(outside);
	const prevented = effectsWhere(input, (effect) => outside(effect.touch));
	if (prevented.length === 0 && !input.touches.some(outside))
		return noEffect(
			scope.size > 0
				? `What it touched is not known to lie outside ${[...scope].join(' and ')}.`
				: 'What it touched is not known to lie outside its sandbox.',
		);
	return {
		stopsAt:
			first === undefined || first === null ? null : 'call' in first ? eventOf(first).id : first.id,
		prevented,
		why:
			scope.size > 0
				? `The run could have reached ${[...scope].join(' and ')} only, as its task said.`
				: 'The task named no environment: the run could have reached its own folder only.',
		applicable: true,
		policy: sandboxPolicy([...scope]),
	};
}

/** The first call, reading included, that reached a resource of another environment than the task's. */
function firstReachOutside(input: ReplayInput, scope: ReadonlySet<string>): { id: EventId } | null {
	if (scope.size === 0) return null;
	const until = Math.min(
		...input.touches.map(
			(touch) => input.investigation.positions.get(eventOf(touch).id) ?? Number.POSITIVE_INFINITY,
		),
	);
	for (const call of input.investigation.calls) {
		const position = input.investigation.positions.get(call.event.id) ?? 0;
		if (position >= until) return null;
		const remote = call.acts.some(
			(act) =>
				act.provider !== 'filesystem' &&
				act.resources.some((resource) => {
					const place = placeOf(act, resource, input.world).environment;
					return place !== 'unknown' && place !== 'development' && !scope.has(place);
				}),
		);
		if (remote) return { id: call.event.id };
	}
	return null;
}

const destructive = (touch: Touch): boolean =>
	touch.act.class === 'destroy' || touch.act.class === 'delete';

function approval(input: ReplayInput): Replay {
	const asked = input.touches.filter(destructive);
	if (asked.length === 0)
		return notApplicable(
			'Nothing destructive was done: approval of destructive acts does not come into it.',
		);
	const approved = (touch: Touch): boolean =>
		touch.call?.approval?.approval?.by === 'human' &&
		touch.call.approval.approval.decision === 'allowed';
	const unapproved = asked.filter((touch) => !approved(touch));
	const first = unapproved[0];
	if (first === undefined) return noEffect('A human was asked and allowed it.');
	return {
		stopsAt: eventOf(first).id,
		prevented: effectsWhere(input, (effect) => unapproved.includes(effect.touch)),
		why: `${first.act.operation} ran without a human being asked.`,
		applicable: true,
		policy: approvalPolicy([...new Set(unapproved.map((touch) => touch.act.operation))]),
	};
}

function delayedDeletion(input: ReplayInput): Replay {
	const destroyed = effectsWhere(input, ({ effect }) => effect.class === 'destroyed');
	const attempted = input.touches.find(destructive);
	if (destroyed.length === 0)
		return attempted === undefined
			? notApplicable('Nothing was deleted.')
			: noEffect('The deletion did not take place.');
	const first = input.effects[destroyed[0] ?? 0];
	const already = destroyed.every((i) => input.effects[i]?.effect.recoverable === 'yes');
	if (already) return noEffect('The provider already lets it be restored.');
	return {
		stopsAt: first === undefined ? null : eventOf(first.touch).id,
		prevented: destroyed,
		why: 'What was deleted could have been restored during the grace period, and what fell with it too.',
		applicable: true,
	};
}

function isolatedBackups(input: ReplayInput): Replay {
	const isCopy = ({ effect }: TouchEffect): boolean =>
		(input.catalogue.kind(effect.resource.provider, effect.resource.kind)?.copyOf.length ?? 0) >
			0 ||
		input.world.resources.get(effect.resource.id)?.copyOf != null ||
		/backup|snapshot/.test(effect.resource.kind);
	const prevented = effectsWhere(
		input,
		(effect) => effect.effect.class === 'destroyed' && isCopy(effect),
	);
	const first = input.effects[prevented[0] ?? -1];
	if (first === undefined) return notApplicable('No copy was touched.');
	const stopsAt =
		first.record?.event.id ?? (first.effect.viaContainment ? null : eventOf(first.touch).id);
	return {
		stopsAt,
		prevented,
		why: `Out of the credential's reach, ${prevented.length === 1 ? 'the copy' : prevented.length === 2 ? 'both copies' : `all ${prevented.length} copies`} would have stayed.`,
		applicable: true,
	};
}

const MINUTE_MICROS = 60_000_000;

function rateLimit(input: ReplayInput): Replay {
	const calls = input.touches.filter((touch) => destructive(touch) && touch.outcome !== 'denied');
	if (calls.length === 0) return notApplicable('No destructive call was made.');
	const last = new Map<string, EpochMicros | null>();
	const allowed = new Set<EventId>();
	const stopped: Touch[] = [];
	for (const touch of calls) {
		const id = eventOf(touch).id;
		if (allowed.has(id)) continue;
		const key = credentialsOf(touch)[0] ?? 'none';
		const time = timeOf(touch);
		const previous = last.get(key);
		if (
			previous !== undefined &&
			(previous === null || time === null || time - previous < MINUTE_MICROS)
		) {
			if (previous !== null && time !== null) stopped.push(touch);
			continue;
		}
		allowed.add(id);
		last.set(key, time);
	}
	const first = stopped[0];
	if (first === undefined)
		return noEffect(
			calls.length === 1
				? 'One call was enough.'
				: 'No two destructive calls with a known time fell within a minute.',
		);
	return {
		stopsAt: eventOf(first).id,
		prevented: effectsWhere(input, (effect) => stopped.includes(effect.touch)),
		why: `Only the first of ${calls.length} destructive calls would have passed within the minute.`,
		applicable: true,
	};
}
