import type { Act } from '../actions/action.ts';
import type { Fingerprint } from '../event/ids.ts';
import { deviationOf, placeOf } from './deviation.ts';
import type { Investigation, Surroundings } from './investigation.ts';
import type { CallTrace } from './runs.ts';
import type { Touch } from './touches.ts';

/**
 * Records of harm that no call explains, but that a run's credential or principal made while it ran:
 * the transcript lacks the call, or something that the run started made it.
 */
export function unclaimedTouches(
	family: Pick<Investigation, 'runs' | 'events' | 'calls' | 'foreign' | 'origins' | 'intents'>,
	{ world, joined, unclaimed, inventory }: Surroundings,
): Touch[] {
	if (family.calls.length === 0 || unclaimed.length === 0) return [];
	let start: number | null = null;
	let end: number | null = null;
	for (const { time } of family.events) {
		if (time === null) continue;
		start = Math.min(start ?? time, time);
		end = Math.max(end ?? time, time);
	}
	const calls = new Set(family.calls);
	const own = joined.joins
		.filter((join) => calls.has(join.call))
		.map((join) => join.record.event.record);
	const foreignEntries = inventory.credentials.filter((entry) =>
		[...family.origins.entries()].some(
			([print, origin]) =>
				entry.fingerprint === print ||
				(origin.path !== null &&
					entry.storedAt.some((place) =>
						place
							.replace(/:\d+$/, '')
							.endsWith(origin.path?.replace(/^(\.\.\/|~\/|\.\/)+/, '') ?? '\u0000'),
					)),
		),
	);
	const credentialIds = new Set(
		[
			...own.map((record) => record?.credentialId),
			...foreignEntries.map((entry) => entry.providerId),
			...family.events.flatMap((event) =>
				event.result === null
					? []
					: [...event.result.output.matchAll(/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g)].map(
							(match) => match[0],
						),
			),
		].filter((id) => id != null),
	);
	const agents = new Set(
		own.map((record) => `${record?.principal}|${record?.sourceAddress}|${record?.userAgent}`),
	);
	const text = new Map<string, boolean>();
	const mentioned = (id: string): boolean => {
		let known = text.get(id);
		if (known === undefined) {
			known = family.events.some(
				(event) =>
					event.text.includes(id) ||
					(event.result?.output.includes(id) ?? false) ||
					(event.call !== null && JSON.stringify(event.call.input).includes(id)),
			);
			text.set(id, known);
		}
		return known;
	};
	/** A call of the run asked that very provider about it: more than a name that two texts share. */
	const learned = (act: Act, id: string): boolean =>
		id.length >= 8 &&
		mentioned(id) &&
		family.calls.some(
			(call) =>
				call.acts.some((each) => each.provider === act.provider) &&
				(call.event.text.includes(id) || (call.result?.result?.output.includes(id) ?? false)),
		);
	return unclaimed.flatMap((record) => {
		const provider = record.event.record;
		if (provider === null || provider.outcome === 'error') return [];
		const time = record.event.time;
		const offset = (joined.offsetsMs.get(record.event.origin.source) ?? 0) * 1000;
		if (
			time !== null &&
			start !== null &&
			end !== null &&
			(time - offset < start - 5_000_000 || time - offset > end + 600_000_000)
		)
			return [];
		const sameCredential =
			provider.credentialId !== null && credentialIds.has(provider.credentialId);
		const sameAgent =
			provider.principal !== null &&
			agents.has(`${provider.principal}|${provider.sourceAddress}|${provider.userAgent}`);
		return record.acts.flatMap((act) =>
			act.resources.flatMap((resource) => {
				if (
					act.class !== 'destroy' &&
					act.class !== 'grant' &&
					act.class !== 'expose' &&
					!act.weakens
				)
					return [];
				const tied = sameCredential || sameAgent;
				const byId = time !== null && start !== null && !tied;
				const isLearned = byId && act.class !== 'destroy' && learned(act, resource.id);
				if (!tied && !isLearned && !(byId && act.class === 'destroy' && mentioned(resource.id)))
					return [];
				const held = tied ? [] : soleCredential(family.calls, act.provider);
				const before =
					family.calls
						.filter(
							(call) =>
								time === null ||
								call.event.time === null ||
								call.event.time <= time - offset + 2_000_000,
						)
						.at(-1) ?? family.calls[0];
				const intent = before === undefined ? undefined : family.intents.get(before.event.id);
				if (intent === undefined) return [];
				const deviation = deviationOf(act, resource, {
					intent,
					world,
					folder: { folder: null, written: new Set() },
					foreignCredential:
						(sameCredential && family.foreign.size > 0) ||
						held.some((print) => family.foreign.has(print)),
					injected: false,
					losesWork: false,
				});
				if (deviation === null) return [];
				const place = placeOf(act, resource, world);
				return [
					{
						call: null,
						record,
						join: null,
						act: held.length === 0 ? act : { ...act, credentials: held },
						resource,
						environment: place.environment,
						environmentReason: place.reason,
						deviation,
						outcome: provider.outcome,
						confirmedBy: 'provider',
					} satisfies Touch,
				];
			}),
		);
	});
}

/** The one credential with which a run spoke to a provider; none where there were several, or where a call showed none. */
function soleCredential(calls: readonly CallTrace[], provider: string): readonly Fingerprint[] {
	const used = calls
		.flatMap((call) => call.acts)
		.filter((act) => act.provider === provider)
		.map((act) => act.credentials);
	const all = new Set(used.flat());
	return all.size === 1 && used.every((prints) => prints.length > 0) ? [...all] : [];
}
