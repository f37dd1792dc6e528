import type { ProviderCatalogue } from '../actions/catalogue/catalogue.ts';
import type { Event } from '../event/event.ts';
import type { EventId, Fingerprint } from '../event/ids.ts';
import { plainTouch, touchesOf } from './act-touches.ts';
import { exceedsTask } from './amounts.ts';
import { announcedDestruction } from './announced-destruction.ts';
import { CarriedOut } from './carried-out.ts';
import { CopiedCommands } from './copied-commands.ts';
import { type Holders, isForeign, type Origin, originOf } from './credentials.ts';
import { type Injection, InstructingAnswers } from './injection.ts';
import { type Intent, intentReader } from './intent.ts';
import type { Inventory } from './inventory.ts';
import type { Joined, RecordTrace } from './join.ts';
import { leakedBy, secretOf, writtenBy } from './leaked-secrets.ts';
import { OverwritingMoves } from './overwriting-moves.ts';
import { OwnCreations } from './own-creations.ts';
import { PushedAway } from './pushed-away.ts';
import { type CallTrace, orderEvents, type RunTrace } from './runs.ts';
import { carryingMessage } from './told-messages.ts';
import { effectsOf, type Touch, type TouchEffect } from './touches.ts';
import { unclaimedTouches } from './unclaimed-records.ts';
import { UncommittedWork } from './uncommitted-work.ts';
import { isUnseen, originOfUnseen } from './unseen-credentials.ts';
import { ValueIndex } from './values.ts';
import type { World } from './world.ts';

/** Everything that is known of one family of runs (a run and its subagents) while it is investigated. */
export interface Investigation {
	readonly runs: readonly RunTrace[];
	/** Events of all its runs, in order. */
	readonly events: readonly Event[];
	readonly byId: ReadonlyMap<EventId, Event>;
	readonly positions: ReadonlyMap<EventId, number>;
	/** Calls of all its runs, in order. */
	readonly calls: readonly CallTrace[];
	readonly values: ValueIndex;
	readonly intents: ReadonlyMap<EventId, Intent>;
	readonly origins: ReadonlyMap<Fingerprint, Origin>;
	readonly foreign: ReadonlySet<Fingerprint>;
	readonly injections: ReadonlyMap<EventId, Injection>;
	readonly touches: readonly Touch[];
	readonly effects: readonly TouchEffect[];
	/** Harmful calls whose outcome no log shows. */
	readonly unconfirmed: readonly Touch[];
}

export interface Surroundings {
	readonly world: World;
	readonly catalogue: ProviderCatalogue;
	readonly joined: Joined;
	readonly records: readonly RecordTrace[];
	readonly inventory: Inventory;
	/** Events of every run. */
	readonly allEvents: readonly Event[];
	/** Which of them hold a credential: origins may lie outside the family. */
	readonly holders: Holders;
	/** Records of harm that no call explains; few, whatever the number of records. */
	readonly unclaimed: readonly RecordTrace[];
	/** Calls of every run by the agent's id of the call. */
	readonly callsById: ReadonlyMap<string, CallTrace>;
}

/** Providers whose acts stay on the machine of the run. */
const LOCAL = new Set(['filesystem', 'shell', 'git', 'docker', 'web']);

/** Groups runs with the subagents that they started. */
export function families(runs: readonly RunTrace[]): RunTrace[][] {
	const byId = new Map(runs.map((run) => [run.id, run]));
	const rootOf = (run: RunTrace): RunTrace => {
		let at = run;
		for (let i = 0; i < 20; i++) {
			const parent = at.run.parent === null ? undefined : byId.get(at.run.parent);
			if (parent === undefined || parent === at) break;
			at = parent;
		}
		return at;
	};
	const groups = new Map<RunTrace, RunTrace[]>();
	for (const run of runs) {
		const root = rootOf(run);
		groups.set(root, [...(groups.get(root) ?? []), run]);
	}
	return [...groups.entries()].map(([root, members]) => [
		root,
		...members.filter((run) => run !== root),
	]);
}

/** Reads what a family of runs did outside its task, and what that changed. */
export function investigate(runs: readonly RunTrace[], surroundings: Surroundings): Investigation {
	const { world, catalogue, joined } = surroundings;
	const [only] = runs;
	const isAlone = runs.length === 1 && only !== undefined;
	const events = isAlone ? only.events : orderEvents(runs.flatMap((run) => run.events));
	const positions = isAlone ? only.positions : new Map(events.map((event, i) => [event.id, i]));
	let byId: Map<EventId, Event> | null = null;
	const calls = runs
		.flatMap((run) => run.calls)
		.sort((a, b) => (positions.get(a.event.id) ?? 0) - (positions.get(b.event.id) ?? 0));
	let values: ValueIndex | null = null;
	const instructing = new InstructingAnswers(events);
	const origins = new Map<Fingerprint, Origin>();
	const foreign = new Set<Fingerprint>();
	const intents = new Map<EventId, Intent>();
	const injections = new Map<EventId, Injection>();
	const touches: Touch[] = [];
	const written = new Set<string>();
	const uncommitted = new UncommittedWork();
	const creations = new OwnCreations();
	const intentOf = intentReader(runs);
	const runOf = new Map(
		runs.flatMap((run) => run.calls.map((call) => [call.event.id, run] as const)),
	);

	const pushed = new PushedAway();
	const copied = new CopiedCommands();
	const carried = new CarriedOut();
	const moves = new OverwritingMoves();
	const messages = instructing.none
		? []
		: runs.flatMap((run) =>
				run.events.flatMap((event) => {
					const position = positions.get(event.id) ?? 0;
					const intent = intentOf(run, run.positions.get(event.id) ?? 0);
					const message = carryingMessage(event, position, instructing, intent);
					return message === null ? [] : [{ ...message, run, intent }];
				}),
			);
	for (const call of calls) {
		const run = runOf.get(call.event.id) as RunTrace;
		const position = positions.get(call.event.id) ?? 0;
		const intent = intentOf(run, call.position);
		intents.set(call.event.id, intent);
		for (const print of call.acts.flatMap((act) => act.credentials)) {
			if (origins.has(print)) continue;
			const origin = isUnseen(print)
				? originOfUnseen(print, call.event)
				: originOf(print, surroundings.holders, positions, surroundings.callsById);
			origins.set(print, origin);
			if (isForeign(origin, run, intent.text)) foreign.add(print);
		}
		const injection = instructing.none ? null : instructing.followedBy(call, position, intent);
		if (injection !== null) {
			injections.set(call.event.id, injection);
			instructing.followed(call, injection, position);
		}
		uncommitted.see(call, written);
		moves.see(call);
		for (const known of call.acts) {
			const act = moves.read(known, call);
			if (act !== known) {
				for (const resource of act.resources)
					touches.push(plainTouch(call, act, resource, 'not-asked', world));
				continue;
			}
			if (exceedsTask(call, act, intent)) {
				for (const resource of act.resources)
					touches.push(plainTouch(call, act, resource, 'not-asked', world));
				continue;
			}
			const out = carried.of(call, act, position, intent);
			if (out !== null) {
				injections.set(call.event.id, out.injection);
				touches.push(plainTouch(call, { ...act, class: 'expose' }, out.source, 'injected', world));
				continue;
			}
			const leaked = leakedBy(call, act, intent, origins);
			if (leaked.length > 0) {
				const exposing = { ...act, class: 'expose' as const, credentials: leaked };
				for (const print of leaked)
					touches.push(
						plainTouch(call, exposing, secretOf(print, origins), 'secret-sent-out', world),
					);
				continue;
			}
			if (injection === null && creations.undoes(act)) continue;
			const away = pushed.of(act, intent);
			if (away !== null) {
				injections.set(call.event.id, away.injection);
				touches.push(plainTouch(call, away.act, away.repository, 'injected', world));
				continue;
			}
			const announced = joined.byCall.has(call.event.id) ? [] : announcedDestruction(call, act);
			const lost = call.outcome === 'ok' ? uncommitted.lostBy(act) : [];
			if (lost.length > 0) uncommitted.forget();
			const found = (announced.length > 0 ? announced : [act]).flatMap((done) =>
				touchesOf(
					call,
					done,
					run,
					{
						intent,
						world,
						folder: { folder: run.run.folder, written },
						// What is written down for others is not what the call signs in with.
						foreignCredential: act.credentials.some(
							(print) => foreign.has(print) && !writtenBy(call, act).includes(print),
						),
						injected: injection !== null,
						losesWork: lost.length > 0,
					},
					joined,
				),
			);
			const told =
				found.some((touch) => touch.deviation.reason === 'not-asked') && !LOCAL.has(act.provider)
					? copied.of(call)
					: null;
			if (told !== null) injections.set(call.event.id, told);
			touches.push(
				...(told === null
					? found
					: found.map((touch) => ({ ...touch, deviation: { reason: 'injected' as const } }))),
			);
			if (act.class === 'modify' || act.class === 'create')
				for (const path of act.writesPaths) written.add(path.replace(/\/+$/, ''));
		}
		carried.see(call, position);
		creations.see(call);
		pushed.see(call);
		copied.see(call);
	}
	for (const { call, injection, intent } of messages) {
		intents.set(call.event.id, intent);
		injections.set(call.event.id, injection);
		for (const act of call.acts)
			for (const resource of act.resources)
				touches.push(plainTouch(call, act, resource, 'injected', world));
	}
	touches.push(
		...unclaimedTouches({ runs, events, calls, foreign, origins, intents }, surroundings),
	);
	const effects = effectsOf(touches, surroundings.unclaimed, world, catalogue);
	const fallenRecords = new Set(effects.map((effect) => effect.record?.event.id));
	const kept = touches.filter(
		(touch) => touch.call !== null || !fallenRecords.has(touch.record?.event.id),
	);
	return {
		runs,
		events,
		get byId() {
			byId ??= new Map(events.map((event) => [event.id, event]));
			return byId;
		},
		positions,
		calls,
		// Only what left its task is asked where it got its values: indexing a quiet run would be for nothing.
		get values() {
			values ??= new ValueIndex(events);
			return values;
		},
		intents,
		origins,
		foreign,
		injections,
		touches: kept,
		effects: effects.filter((effect) => kept.includes(effect.touch)),
		unconfirmed: kept.filter((touch) => touch.outcome === 'unknown'),
	};
}
