import type { EventActor, Run } from '@/core/event/event.ts';
import { runId } from '@/core/event/ids.ts';

/** A run of which only id and product are known; readers fill in what their records say. */
export const plainRun = (id: string, product: string, facts: Partial<Run> = {}): Run => ({
	id: runId(id),
	product,
	version: null,
	model: null,
	parent: null,
	parentCall: null,
	folder: null,
	branch: null,
	machine: null,
	user: null,
	permissionMode: null,
	...facts,
});

export const human: EventActor = { type: 'human', name: null };
export const agent = (name: string): EventActor => ({ type: 'agent', name });
export const tool = (name: string | null): EventActor => ({ type: 'tool', name });
