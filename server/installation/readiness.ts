import { z } from 'zod';
import { installation } from './installation.ts';

export const readinessSchema = z.object({
	status: z.enum(['ready', 'not-ready']),
	records: z.enum(['ok', 'unreachable']),
	events: z.enum(['ok', 'unreachable']),
});
export type Readiness = z.infer<typeof readinessSchema>;

const waitMsMax = 5_000;

/** Whether both stores answer, within five seconds. */
export async function readiness(): Promise<Readiness> {
	const { records, events } = installation();
	const [recordsState, eventsState] = await Promise.all([
		answers(records.database.$queryRaw`SELECT 1`),
		answers(events.ping()),
	]);
	return {
		status: recordsState === 'ok' && eventsState === 'ok' ? 'ready' : 'not-ready',
		records: recordsState,
		events: eventsState,
	};
}

async function answers(question: Promise<unknown>): Promise<'ok' | 'unreachable'> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<'unreachable'>((resolve) => {
		timer = setTimeout(() => resolve('unreachable'), waitMsMax);
	});
	const answer = question.then(
		() => 'ok' as const,
		() => 'unreachable' as const,
	);
	const state = await Promise.race([answer, late]);
	clearTimeout(timer);
	return state;
}
