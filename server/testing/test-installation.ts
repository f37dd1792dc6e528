import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor, Role } from '@/core/access/permissions.ts';
import type { Event } from '@/core/event/event.ts';
import { eventId, workspaceId } from '@/core/event/ids.ts';
import { ownText } from '@/core/event/text.ts';
import { epochMicros } from '@/core/event/time.ts';
import { plainRun } from '@/core/formats/run-of.ts';
import type { EventToStore } from '@/server/events/port.ts';
import {
	type Installation,
	openInstallation,
	setInstallation,
} from '@/server/installation/installation.ts';
import { readSettings } from '@/server/installation/settings.ts';
import { ensureWorkspace } from '@/server/records/workspaces.ts';

export interface TestInstallation {
	readonly at: Installation;
	/** Two workspaces that must never see each other. */
	readonly workspace: string;
	readonly other: string;
	/** For a test's own files; goes with the installation. */
	readonly folder: string;
	close(): Promise<void>;
}

/**
 * Real stores in a folder of their own, with two workspaces; the process's installation is set.
 *
 * @param env settings besides the data folder
 */
export async function testInstallation(
	env: Readonly<Record<string, string>> = {},
): Promise<TestInstallation> {
	const folder = await mkdtemp(join(tmpdir(), 'aftertrace-'));
	const settings = readSettings({ ...env, AFTERTRACE_DATA: join(folder, 'data') }, process.cwd());
	const opened = await openInstallation(settings, null);
	if (!opened.ok) throw new Error(opened.error.message);
	const at = opened.value;
	setInstallation(at);
	const files = join(folder, 'files');
	await mkdir(files);
	return {
		at,
		folder: files,
		workspace: await ensureWorkspace(at, 'One', false),
		other: await ensureWorkspace(at, 'Two', false),
		close: async () => {
			await at.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

export const actorIn = (workspace: string, role: Role = 'admin'): Actor => ({
	type: 'system',
	id: `test-${role}`,
	name: `Test ${role}`,
	workspaceId: workspaceId(workspace),
	role,
	scopes: null,
});

/** An event of a run that called a tool; `at` in epoch microseconds, or null. */
export function toolCallEvent(id: string, at: number | null, change: Partial<Event> = {}): Event {
	return {
		id: eventId(id),
		kind: 'tool-call',
		time: at === null ? null : epochMicros(at),
		order: 1_000,
		origin: {
			format: 'claude-code',
			source: 'run.jsonl',
			path: 'run.jsonl',
			line: 1,
			request: null,
		},
		run: plainRun('run-1', 'claude-code'),
		actor: { type: 'agent', name: null },
		text: ownText(`ls ${id}`),
		call: { id: `call-${id}`, tool: 'Bash', input: { command: ownText(`ls ${id}`) } },
		result: null,
		record: null,
		approval: null,
		sightings: [],
		raw: ownText(JSON.stringify({ id })),
		...change,
	};
}

export const toStore = (...events: readonly Event[]): EventToStore[] =>
	events.map((event) => ({
		event,
		reading: { operation: 'ls', provider: 'shell', actionClass: 'read', environment: 'unknown' },
		importId: 'imp_test',
	}));
