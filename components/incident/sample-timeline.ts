import type { ActionClass } from '@/core/actions/action.ts';
import type { ChainRole, Environment } from '@/core/incidents/document.ts';
import type { Lane, TimelineEvent } from '@/core/incidents/workspace-view.ts';

/** The events of the incident for component tests (`sample-view.ts`), shaped like the PocketOS incident. */
const impactAt = Date.UTC(2026, 3, 24, 18, 42, 7, 310) * 1_000;
/** `seconds` from the impact, in epoch microseconds. */
const at = (seconds: number): number => impactAt + Math.round(seconds * 1e6);
export const iso = (seconds: number): string => new Date(at(seconds) / 1_000).toISOString();
export const fingerprint = '7f3a09b1d2e4c5f6a7c1';

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

export const timeline = rows.map(
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

/** What the run was asked. */
export const taskText = rows[0]?.[2] ?? '';
