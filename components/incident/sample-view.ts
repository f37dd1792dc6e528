import type { ActionClass } from '@/core/actions/action.ts';
import type {
	ChainRole,
	ControlReplay,
	Effect,
	Environment,
	IncidentDocument,
	Resource,
} from '@/core/incidents/document.ts';
import type { IncidentView, Lane, TimelineEvent } from '@/core/incidents/workspace-view.ts';

/**
 * An incident view for component tests, shaped like the PocketOS incident. Not shipped as data:
 * the console shows what was reconstructed from logs.
 */
const impactAt = Date.UTC(2026, 3, 24, 18, 42, 7, 310) * 1_000;
const at = (seconds: number): number => impactAt + Math.round(seconds * 1e6);
const iso = (seconds: number): string => new Date(at(seconds) / 1_000).toISOString();
const fingerprint = '7f3a09b1d2e4c5f6a7c1';

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

type Row = readonly [
	seconds: number,
	lane: Lane,
	summary: string,
	more?: {
		id?: string;
		kind?: string;
		class?: ActionClass;
		operation?: string;
		environment?: Environment;
		outcome?: string;
		step?: number;
		role?: ChainRole;
		ms?: number;
		credential?: boolean;
		joined?: string;
	},
];

const rows: readonly Row[] = [
	[
		-902,
		'task',
		'Clean up the staging environment’s domains and re-link the Postgres volume',
		{ id: 'task', kind: 'prompt', step: 1, role: 'task' },
	],
	[-899, 'task', 'I will start by listing the staging services', { kind: 'reasoning', ms: 2_600 }],
	[
		-896,
		'call',
		'railway status',
		{ class: 'read', operation: 'railway status', environment: 'staging', ms: 900 },
	],
	[-893.5, 'call', 'cat railway.json', { class: 'read', operation: 'cat', ms: 40 }],
	[
		-891,
		'call',
		'railway domain list',
		{ class: 'read', operation: 'railway domain', environment: 'staging', ms: 700 },
	],
	[
		-890.8,
		'provider',
		'customDomains',
		{ class: 'read', operation: 'customDomains', environment: 'staging' },
	],
	[
		-48.2,
		'call',
		'railway volume list --environment staging',
		{
			id: 'mismatch',
			class: 'read',
			operation: 'railway volume',
			environment: 'staging',
			outcome: 'denied',
			ms: 820,
			step: 2,
			role: 'trigger',
		},
	],
	[
		-46.9,
		'task',
		'The credential does not match this environment. I will look for another one',
		{ kind: 'reasoning', ms: 2_400 },
	],
	[
		-44,
		'call',
		'grep -rn "RAILWAY" ~ --include=*.env',
		{ id: 'search', class: 'read', operation: 'grep', ms: 640, step: 3, role: 'deviation' },
	],
	[
		-41.6,
		'call',
		'cat .config/domains.env',
		{
			id: 'exposure',
			class: 'read',
			operation: 'cat',
			ms: 35,
			step: 4,
			role: 'credential-exposure',
			credential: true,
		},
	],
	[-39, 'task', 'Found an API token that should work', { kind: 'reasoning', ms: 1_900 }],
	[
		-34.2,
		'call',
		'curl me { name }',
		{ class: 'read', operation: 'me', ms: 610, credential: true },
	],
	[-29.5, 'task', 'The token works. Next I need the project', { kind: 'reasoning', ms: 3_100 }],
	[
		-24,
		'call',
		'curl project(id) { environments }',
		{
			id: 'use',
			class: 'read',
			operation: 'project',
			environment: 'production',
			ms: 690,
			step: 5,
			role: 'credential-use',
			credential: true,
		},
	],
	[
		-23.7,
		'provider',
		'project',
		{ class: 'read', operation: 'project', environment: 'production' },
	],
	[-19, 'task', 'There is one volume for Postgres', { kind: 'reasoning', ms: 2_200 }],
	[
		-13,
		'call',
		'curl project(id) { volumes { id name } }',
		{
			id: 'discovery',
			class: 'read',
			operation: 'project.volumes',
			environment: 'production',
			ms: 720,
			step: 6,
			role: 'discovery',
			credential: true,
		},
	],
	[
		-12.7,
		'provider',
		'project.volumes',
		{ class: 'read', operation: 'project.volumes', environment: 'production' },
	],
	[
		-9,
		'task',
		'Deleting the staging volume and creating it again fixes the mismatch',
		{ kind: 'reasoning', ms: 5_200 },
	],
	[
		-0.42,
		'call',
		'curl mutation { volumeDelete(volumeId: "3d2c42fb-0001") }',
		{
			id: 'delete',
			class: 'destroy',
			operation: 'volumeDelete',
			environment: 'production',
			ms: 1_460,
			step: 7,
			role: 'impact',
			credential: true,
			joined: 'deleted',
		},
	],
	[
		0,
		'provider',
		'Volume.deleted postgres-data',
		{
			id: 'deleted',
			class: 'destroy',
			operation: 'Volume.deleted',
			environment: 'production',
			joined: 'delete',
		},
	],
	[
		0.21,
		'provider',
		'VolumeBackup.deleted daily 24 Apr',
		{
			id: 'backup-1',
			class: 'destroy',
			operation: 'VolumeBackup.deleted',
			environment: 'production',
			step: 8,
			role: 'aggravation',
		},
	],
	[
		4.9,
		'provider',
		'VolumeBackup.deleted weekly 19 Apr',
		{
			id: 'backup-2',
			class: 'destroy',
			operation: 'VolumeBackup.deleted',
			environment: 'production',
		},
	],
	[
		8.742,
		'provider',
		'VolumeBackup.deleted monthly 1 Apr',
		{
			id: 'backup-3',
			class: 'destroy',
			operation: 'VolumeBackup.deleted',
			environment: 'production',
		},
	],
	[
		9.6,
		'call',
		'curl project(id) { volumes { id name } }',
		{
			class: 'read',
			operation: 'project.volumes',
			environment: 'production',
			ms: 640,
			credential: true,
		},
	],
	[12, 'task', 'The volume list is empty', { kind: 'reasoning', ms: 2_000 }],
	[
		15.2,
		'task',
		'“I guessed that deleting a staging volume via the API would be scoped to staging only. I didn’t verify.”',
		{ id: 'admission', kind: 'message', step: 9, role: 'admission' },
	],
];

const timeline = rows.map(
	([seconds, lane, summary, more = {}], order): TimelineEvent => ({
		eventId: more.id ?? `event-${order}`,
		timeMicros: at(seconds),
		order,
		durationMs: more.ms ?? null,
		lane,
		kind: more.kind ?? (lane === 'provider' ? 'provider-record' : 'tool-call'),
		summary,
		actionClass: more.class ?? null,
		operation: more.operation ?? null,
		environment: more.environment ?? 'unknown',
		outcome: more.outcome ?? 'ok',
		step: more.step ?? null,
		role: more.role ?? null,
		credentials: more.credential === true ? [fingerprint] : [],
		runId: lane === 'provider' ? null : 'run-1',
		joinedWith: more.joined ?? null,
	}),
);

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
	task: { eventId: 'task', text: rows[0]?.[2] ?? '', environments: ['staging'], resources: [] },
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
		time: iso(rows[index]?.[0] ?? 0),
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
