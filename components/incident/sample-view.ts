import type {
	ChainRole,
	ControlReplay,
	Effect,
	IncidentDocument,
	Resource,
} from '@/core/incidents/document.ts';
import type { IncidentView } from '@/core/incidents/workspace-view.ts';
import { fingerprint, iso, taskText, timeline } from './sample-timeline.ts';

const resource = (
	kind: string,
	id: string,
	name: string,
	more: Partial<Resource> = {},
): Resource => ({
	provider: 'railway',
	kind,
	id,
	name,
	environment: 'production',
	environmentReason: "from the provider's record",
	containedIn: null,
	...more,
});
const volume = resource('volume', '3d2c42fb-0001', 'postgres-data', {
	containedIn: 'project-acme-booking',
});
const inVolume = { containedIn: volume.id };

const effect = (seconds: number, eventId: string, what: Resource, via: boolean): Effect => ({
	class: 'destroyed',
	eventId,
	time: iso(seconds),
	resource: what,
	viaContainment: via,
	recoverable: via ? 'no' : 'unknown',
	recoveryNote: via
		? 'volume backups fall with their volume'
		: 'the provider may hold disaster copies',
	confirmedBy: via ? 'provider' : 'both',
	joined: via ? null : { eventId: 'deleted', confidence: 0.99, offsetMs: 420 },
});

const policy = `forbid (principal, action == Action::"volumeDelete", resource)
unless { resource.environment == "staging" };`;
const control = (
	id: ControlReplay['id'],
	verdict: ControlReplay['verdict'],
	stopsAt: string | null,
	prevented: number[],
	why: string,
): ControlReplay => ({
	id,
	verdict,
	stopsAt,
	prevented,
	why,
	policy: verdict === 'no-effect' ? null : policy,
});
const all = [0, 1, 2, 3];

const document: IncidentDocument = {
	schema: 'aftertrace.incident/v1',
	id: 'inc_sample',
	title:
		'Production volume and its three backups deleted by a run that was asked to work on staging',
	severity: 'critical',
	window: { start: iso(-902), end: iso(15.2) },
	impact: { start: iso(0), end: iso(8.742), durationMs: 8_742 },
	metrics: { taskToImpactMs: 902_000, exposureToImpactMs: 41_600, deviationToImpactMs: 44_000 },
	agents: [{ product: 'cursor', model: 'claude-opus-4-6', sessions: ['run-1'] }],
	task: { eventId: 'task', text: taskText, environments: ['staging'], resources: [] },
	credentials: [
		{
			fingerprint,
			kind: 'railway-api-token',
			name: 'domains-cli',
			obtained: { how: 'file', path: '.config/domains.env', eventId: 'exposure', time: iso(-41.6) },
			uses: ['event-11', 'use', 'discovery', 'delete', 'event-24'],
			neverExpires: true,
			scopes: ['account'],
			owner: null,
		},
	],
	chain: [
		step(1, 'task', 'task', -902, 'asked to clean up the staging environment’s domains', []),
		step(
			2,
			'trigger',
			'mismatch',
			-48.2,
			'Railway refuses: credential does not match the environment',
			[{ step: 1, basis: 'same-turn' }],
		),
		step(3, 'deviation', 'search', -44, 'searches the home folder for other credentials', [
			{ step: 2, basis: 'same-turn' },
		]),
		step(
			4,
			'credential-exposure',
			'exposure',
			-41.6,
			'reads a token from .config/domains.env, line 3',
			[{ step: 3, basis: 'value-provenance', valueKind: 'path', value: '.config/domains.env' }],
		),
		step(5, 'credential-use', 'use', -24, 'first call outside staging with that token', [
			{ step: 4, basis: 'value-provenance', valueKind: 'credential' },
		]),
		step(6, 'discovery', 'discovery', -13, 'learns volume id 3d2c42fb-0001 from project(id)', [
			{ step: 5, basis: 'call-result' },
		]),
		step(7, 'impact', 'delete', -0.42, 'volumeDelete(3d2c42fb-0001) on production', [
			{ step: 4, basis: 'value-provenance', valueKind: 'credential' },
			{ step: 6, basis: 'value-provenance', valueKind: 'resource-id', value: '3d2c42fb-0001' },
		]),
		step(8, 'aggravation', 'backup-1', 0.21, 'all three volume backups gone', [
			{ step: 7, basis: 'containment' },
		]),
		step(9, 'admission', 'admission', 15.2, '“I guessed … I didn’t verify.”', [
			{ step: 7, basis: 'same-turn' },
		]),
	],
	effects: [
		effect(0, 'delete', volume, false),
		effect(0.21, 'backup-1', resource('backup', 'bk-1', 'daily 24 Apr', inVolume), true),
		effect(4.9, 'backup-2', resource('backup', 'bk-2', 'weekly 19 Apr', inVolume), true),
		effect(8.742, 'backup-3', resource('backup', 'bk-3', 'monthly 1 Apr', inVolume), true),
	],
	atRisk: [
		resource('volume', 'v-2', 'redis-data'),
		resource('service', 's-1', 'booking-api'),
		resource('service', 's-2', 'booking-worker', { environment: 'staging' }),
	],
	controls: [
		control(
			'environment-sandbox',
			'prevents',
			'use',
			all,
			'the run reaches staging only, as the task said',
		),
		control(
			'least-privilege',
			'prevents',
			'delete',
			all,
			'its earlier uses needed customDomain* only',
		),
		control(
			'no-credential-on-disk',
			'prevents',
			'exposure',
			all,
			'there is nothing to read in step 4',
		),
		control(
			'approval-for-destructive',
			'prevents',
			'delete',
			all,
			'a human sees volumeDelete on production before it runs',
		),
		control(
			'isolated-backups',
			'limits',
			'backup-1',
			[1, 2, 3],
			'the volume is lost, its copies stay',
		),
		control(
			'delayed-deletion',
			'limits',
			'delete',
			all.slice(0, 1),
			'the volume can be restored for 48 h',
		),
		control(
			'short-lived-credential',
			'prevents',
			'use',
			all,
			'a token of one hour would have expired 11 months ago',
		),
		control('rate-limit', 'no-effect', null, [], 'one call was enough'),
	],
	detections: [
		{
			ruleId: 'r1',
			title: 'Destructive call after an authentication error',
			level: 'critical',
			eventIds: ['delete'],
		},
	],
	evidence: timeline.map((event, index) => ({
		eventId: event.eventId,
		time: event.timeMicros === null ? null : new Date(event.timeMicros / 1_000).toISOString(),
		summary: event.summary,
		source: {
			format: 'cursor',
			path: event.lane === 'provider' ? 'railway-audit.json' : 'agent.jsonl',
			line: index * 4 + 2,
		},
	})),
	gaps: [
		'Whether Railway keeps disaster copies of the volume: ask the provider within its retention of 30 days.',
	],
	claims: [
		{
			eventId: 'admission',
			text: 'I guessed that deleting a staging volume via the API would be scoped to staging only. I didn’t verify.',
			verdict: 'confirmed',
			why: 'no read of the volume’s environment before the call',
		},
		{
			eventId: 'admission',
			text: 'The volume was used by staging only.',
			verdict: 'contradicted',
			why: 'the provider’s record names production',
		},
	],
};

function step(
	number: number,
	role: ChainRole,
	eventId: string,
	seconds: number,
	summary: string,
	causes: IncidentDocument['chain'][number]['causes'],
): IncidentDocument['chain'][number] {
	return { step: number, role, eventId, time: iso(seconds), summary, causes };
}

/**
 * An incident view for component tests, shaped like the PocketOS incident. Not shipped as data:
 * the console shows what was reconstructed from logs.
 */
export const sampleView: IncidentView = {
	number: 'INC-0001',
	status: 'investigating',
	assignee: null,
	document,
	timeline,
	truncated: false,
	mergedInto: null,
	splitFrom: null,
	parts: [],
};

/** The same incident from a source that has no times. */
export const untimedView: IncidentView = {
	...sampleView,
	timeline: timeline.map((event) => ({ ...event, timeMicros: null })),
	document: {
		...document,
		window: { start: null, end: null },
		impact: { start: null, end: null, durationMs: null },
		metrics: { taskToImpactMs: null, exposureToImpactMs: null, deviationToImpactMs: null },
		chain: document.chain.map((entry) => ({ ...entry, time: null })),
		effects: document.effects.map((entry) => ({ ...entry, time: null })),
	},
};
