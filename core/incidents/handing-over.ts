import type { Investigation } from './investigation.ts';
import type { CallTrace } from './runs.ts';
import type { Touch } from './touches.ts';

/** Shortest instruction that ties a run to the call that began it: shorter ones are alike by chance. */
const INSTRUCTION_CHARS = 12;

/**
 * The calls by which work was handed on to the subagents whose acts an incident is made of: those that
 * the subagents' own logs name, else those that gave them their first prompt, word by word.
 */
export function handingOver(
	{ runs }: Pick<Investigation, 'runs'>,
	touches: readonly Touch[],
): CallTrace[] {
	const acting = new Set(touches.map((touch) => touch.call?.event.run?.id));
	const found = new Set<CallTrace>();
	let waiting = runs.filter((run) => acting.has(run.id) && run.run.parent !== null);
	for (let depth = 0; depth < 5 && waiting.length > 0; depth++) {
		const above = new Set<string>();
		for (const run of waiting) {
			const parent = runs.find((other) => other.id === run.run.parent);
			const told = run.prompts[0]?.text.trim() ?? '';
			const call = parent?.calls.find(
				(each) =>
					(run.run.parentCall !== null && each.event.call?.id === run.run.parentCall) ||
					(told.length >= INSTRUCTION_CHARS && gives(each, told)),
			);
			if (call !== undefined) found.add(call);
			if (parent?.run.parent != null) above.add(parent.id);
		}
		waiting = runs.filter((run) => above.has(run.id));
	}
	return [...found];
}

const gives = (call: CallTrace, told: string): boolean => {
	const input = call.event.call?.input;
	return (
		input !== null &&
		typeof input === 'object' &&
		!Array.isArray(input) &&
		Object.values(input ?? {}).some((value) => typeof value === 'string' && value.trim() === told)
	);
};
