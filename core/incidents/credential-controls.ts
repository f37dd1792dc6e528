import type { Act } from '../actions/action.ts';
import type { EventId, Fingerprint } from '../event/ids.ts';
import { placeOf } from './deviation.ts';
import type { IncidentCredential } from './document.ts';
import { leastPrivilegePolicy, type PolicyRequest } from './policies.ts';
import { actionName, actRequest, touchRequest } from './policy-requests.ts';
import {
	credentialsOf,
	effectsWhere,
	noEffect,
	notApplicable,
	onlySent,
	type Replay,
	type ReplayInput,
	usesCredential,
	usesOf,
} from './replay.ts';
import { eventOf, type Touch, timeOf } from './touches.ts';

export function leastPrivilege(input: ReplayInput): Replay {
	const credential = mainCredential(input);
	if (credential === null)
		return notApplicable('No credential was used in what happened, or none that a log shows.');
	const { operations, environments, described, needed } = neededBefore(input, credential);
	const stops = (act: Act): boolean =>
		act.class !== 'read' && !operations.has(nameOf(input, act.provider, act.operation));
	const outside = (touch: Touch): boolean =>
		!onlySent(touch) &&
		usesCredential(touch, credential.fingerprint) &&
		(stops(touch.act) ||
			(environments.size > 0 &&
				touch.environment !== 'unknown' &&
				!environments.has(touch.environment)));
	const prevented = effectsWhere(input, (effect) => outside(effect.touch));
	const first = input.touches.find(outside);
	if (first === undefined && input.touches.every(onlySent))
		return noEffect('The credential was sent out, not used: its privileges do not come into it.');
	if (first === undefined)
		return noEffect(
			`Its earlier uses needed the same operations (${[...operations].join(', ') || 'none'}).`,
		);
	return {
		stopsAt: eventOf(first).id,
		prevented,
		why: `${described}; ${first.act.operation} was not among them.`,
		applicable: true,
		policy: {
			text: leastPrivilegePolicy(
				credential.fingerprint,
				[...new Set(needed.map((request) => request.action))],
				[...environments],
			),
			impact: input.touches
				.filter(outside)
				.map((touch) => touchRequest(input, touch, principalOf(credential))),
			needed,
		},
	};
}

const nameOf = (input: ReplayInput, provider: string, operation: string): string =>
	actionName(input, { provider, operation });

const principalOf = (credential: IncidentCredential): PolicyRequest['principal'] => ({
	type: 'Credential',
	id: credential.fingerprint,
});

/** What a credential's uses before the deviation needed, from providers' records and the inventory. */
function neededBefore(
	input: ReplayInput,
	credential: IncidentCredential,
): {
	operations: Set<string>;
	environments: Set<string>;
	described: string;
	/** Each need as a request, reading included: what a policy must let through. */
	needed: PolicyRequest[];
} {
	const entry = input.entries.get(credential.fingerprint);
	const firstTouch = input.touches[0];
	const start = firstTouch === undefined ? null : (eventOf(firstTouch).time ?? timeOf(firstTouch));
	const exposure =
		input.investigation.origins.get(credential.fingerprint as Fingerprint)?.event?.time ?? start;
	const operations = new Set<string>();
	// The called and the audited name of an operation are one: the catalogue's first name stands for both.
	const needed = new Map<string, PolicyRequest>();
	const need = (provider: string, operation: string): void => {
		operations.add(nameOf(input, provider, operation));
	};
	const request = (act: Act): void => {
		for (const resource of act.resources) {
			const asked = actRequest(input, act, resource, principalOf(credential));
			if (needed.size < 200) needed.set(`${asked.action}/${resource.id}`, asked);
		}
	};
	for (const operation of entry?.usedOperations ?? []) {
		need(entry?.provider ?? '', operation);
		needed.set(operation, {
			principal: principalOf(credential),
			action: nameOf(input, entry?.provider ?? '', operation),
			resource: { id: 'any', kind: 'resource', environment: null, outsideBoundary: false },
			context: { approvedByHuman: false },
		});
	}
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
		for (const act of record.acts) {
			need(act.provider, act.operation);
			request(act);
		}
	}
	for (const { id, act } of usesOf(input, credential.fingerprint)) {
		const before =
			(input.investigation.positions.get(id) ?? 0) <
			(firstTouch === undefined
				? 0
				: (input.investigation.positions.get(eventOf(firstTouch).id) ?? Number.POSITIVE_INFINITY));
		const foreign = input.investigation.foreign.has(credential.fingerprint as Fingerprint);
		if (!before || foreign) continue;
		request(act);
		if (act.class === 'read') continue;
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
	return { operations, environments, described, needed: [...needed.values()] };
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

export function shortLived(input: ReplayInput): Replay {
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

export function notOnDisk(input: ReplayInput): Replay {
	const onDisk = input.credentials.filter((credential) => credential.obtained.how === 'file');
	const sentFiles = effectsWhere(
		input,
		({ touch }) => touch.deviation.reason === 'secret-sent-out' && touch.resource.kind === 'file',
	);
	const sent = input.effects[sentFiles[0] ?? -1];
	if (onDisk.length === 0 && sent !== undefined)
		return {
			stopsAt: eventOf(sent.touch).id,
			prevented: sentFiles,
			why: `${sent.effect.resource.id} would have held no credential to send.`,
			applicable: true,
		};
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
