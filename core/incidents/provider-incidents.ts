import { formatTimeOrNull } from '../event/time.ts';
import { replayWithoutRun } from './controls-without-run.ts';
import { placeOf } from './deviation.ts';
import type { ChainStep, IncidentDocument } from './document.ts';
import { gapsOf } from './gaps.ts';
import { between, type DocumentContext, evidenceOf, impactOf } from './incident.ts';
import type { RecordTrace } from './join.ts';
import { eventSummary, titleOf } from './narrative.ts';
import { severityOf } from './severity.ts';
import { effectsOf, type Touch } from './touches.ts';

const AGENT =
	/\b(claude|cursor|codex|copilot|gemini|openai|anthropic|aider|windsurf|devin|mcp|langchain|autogpt|agent)\b/i;
const TEN_MINUTES = 600_000_000;
const MINUTE = 60_000_000;

/**
 * Incidents that only providers recorded: no transcript explains them. Without the task nobody can
 * say that an act was not asked for, so the bar is higher: data destroyed together with a copy of it,
 * or in production together with its protection or at a machine's speed, or by what names itself an agent.
 */
export function providerIncidents(
	context: DocumentContext,
	explained: ReadonlySet<string>,
	hasRuns: boolean,
): IncidentDocument[] {
	const groups = new Map<string, RecordTrace[]>();
	for (const record of context.records) {
		const provider = record.event.record;
		if (
			provider === null ||
			explained.has(record.event.id) ||
			context.joined.byRecord.has(record.event.id) ||
			provider.outcome === 'error'
		)
			continue;
		if (
			!record.acts.some(
				(act) =>
					act.class === 'destroy' || act.class === 'expose' || act.class === 'grant' || act.weakens,
			)
		)
			continue;
		if (hasRuns && !AGENT.test(provider.userAgent ?? '')) continue;
		const key = `${provider.provider}|${provider.credentialId ?? provider.principal ?? 'unknown'}`;
		groups.set(key, [...(groups.get(key) ?? []), record]);
	}
	return [...groups.entries()]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([key, group]) =>
			bursts(group).flatMap((burst) => incidentOf(key, burst, context) ?? []),
		);
}

/** Splits a principal's acts where ten quiet minutes lie between them. */
function bursts(group: readonly RecordTrace[]): RecordTrace[][] {
	const found: RecordTrace[][] = [];
	for (const record of group) {
		const last = found.at(-1)?.at(-1);
		if (last === undefined || (record.event.time ?? 0) - (last.event.time ?? 0) > TEN_MINUTES)
			found.push([record]);
		else found.at(-1)?.push(record);
	}
	return found;
}

function incidentOf(
	key: string,
	burst: readonly RecordTrace[],
	context: DocumentContext,
): IncidentDocument | null {
	const touches = burst.flatMap((record) =>
		record.acts.flatMap((act) => {
			if (
				act.class !== 'destroy' &&
				act.class !== 'expose' &&
				act.class !== 'grant' &&
				!act.weakens
			)
				return [];
			return act.resources.map((resource): Touch => {
				const place = placeOf(act, resource, context.world);
				return {
					call: null,
					record,
					join: null,
					act,
					resource,
					environment: place.environment,
					environmentReason: place.reason,
					deviation: { reason: 'not-asked' },
					outcome: record.event.record?.outcome ?? 'unknown',
					confirmedBy: 'provider',
				};
			});
		}),
	);
	if (!alarming(touches, burst, context)) return null;
	const effects = effectsOf(touches, burst, context.world, context.catalogue);
	if (effects.length === 0) return null;
	const documents = effects.map(({ effect }) => effect);
	const chain: ChainStep[] = burst.slice(0, 50).map((record, i) => ({
		step: i + 1,
		role: record.acts.some((act) => act.weakens) ? 'aggravation' : 'impact',
		eventId: record.event.id,
		time: formatTimeOrNull(record.event.time),
		summary: eventSummary(record.event),
		causes: [],
	}));
	const evidence = evidenceOf(
		burst.map((record) => record.event.id),
		null,
		context,
	);
	const times = evidence
		.map((entry) => entry.time)
		.filter((time) => time !== null)
		.sort();
	const impact = impactOf(effects);
	return {
		schema: 'aftertrace.incident/v1',
		id: `inc_${context.digest(`${key}|${burst[0]?.event.id}`).slice(0, 20)}`,
		title: titleOf(documents, touches, [], false),
		severity: severityOf(documents, touches),
		window: { start: times[0] ?? null, end: times.at(-1) ?? null },
		impact,
		metrics: {
			taskToImpactMs: null,
			exposureToImpactMs: null,
			deviationToImpactMs: between(chain[0]?.time ?? null, impact?.start ?? null),
		},
		agents: [],
		task: null,
		credentials: [],
		chain,
		effects: documents,
		atRisk: [],
		controls: replayWithoutRun(effects, touches, context.catalogue),
		detections: [],
		evidence,
		gaps: [
			'Who asked for this: no agent transcript or prompt explains these records. The transcript of the run, its hook log or its OpenTelemetry events would.',
			...gapsOf({
				investigation: null,
				touches,
				effects,
				credentials: [],
				offsetsMs: new Map(),
				records: [],
				hasInventory: false,
			}),
		],
		claims: [],
	};
}

/** Data and a copy of it gone within a minute, by one credential: whatever the environment, unless it is a lesser one. */
function fellWithACopy(
	touch: Touch,
	done: readonly Touch[],
	{ catalogue }: DocumentContext,
): boolean {
	if (touch.environment === 'development' || touch.environment === 'staging') return false;
	const at = touch.record?.event.time;
	return done.some((other) => {
		const then = other.record?.event.time;
		return (
			other.act.class === 'destroy' &&
			other.environment === touch.environment &&
			catalogue.isCopyOf(other.act.provider, other.resource.kind, touch.resource.kind) &&
			at != null &&
			then != null &&
			Math.abs(at - then) < MINUTE
		);
	});
}

function alarming(
	touches: readonly Touch[],
	burst: readonly RecordTrace[],
	context: DocumentContext,
): boolean {
	const done = touches.filter((touch) => touch.outcome === 'ok');
	const destroyed = done.filter(
		(touch) =>
			touch.act.class === 'destroy' &&
			context.catalogue.holdsData(touch.act.provider, touch.resource.kind),
	);
	const production = destroyed.filter((touch) => touch.environment === 'production');
	if (
		burst.some((record) => AGENT.test(record.event.record?.userAgent ?? '')) &&
		destroyed.length > 0
	)
		return true;
	if (destroyed.some((touch) => fellWithACopy(touch, done, context))) return true;
	if (production.length === 0) return false;
	if (done.some((touch) => touch.act.weakens)) return true;
	const times = destroyed
		.map((touch) => touch.record?.event.time ?? null)
		.filter((time) => time !== null)
		.sort((a, b) => a - b);
	return times.some((time, i) => (times[i + 2] ?? Number.POSITIVE_INFINITY) - time < MINUTE);
}
