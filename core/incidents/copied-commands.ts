import type { EventId } from '../event/ids.ts';
import type { Injection } from './injection.ts';
import { brief } from './narrative.ts';
import type { CallTrace } from './runs.ts';

/** Shortest command that nobody writes twice by chance. */
const COMMAND_CHARS = 24;
const LOCAL = new Set(['filesystem', 'git']);

/** Commands that stood, letter by letter, in what somebody else had written: a ticket, a page, a message. */
export class CopiedCommands {
	readonly #answers: { readonly event: EventId; readonly text: string }[] = [];

	/** Remembers what a call brought from outside the run's folder. At most 400 answers. */
	see(call: CallTrace): void {
		const output = call.result?.result?.output ?? '';
		if (output.length < COMMAND_CHARS || call.result === null || this.#answers.length >= 400)
			return;
		const outside = call.acts.some(
			(act) => (act.class === 'read' || act.class === 'execute') && !LOCAL.has(act.provider),
		);
		if (outside) this.#answers.push({ event: call.result.id, text: output.slice(0, 40_000) });
	}

	/** The answer that held a call's whole command in a sentence of its own; null where it was the agent's. */
	of(call: CallTrace): Injection | null {
		const command = commandOf(call);
		if (command === null) return null;
		for (const { event, text } of this.#answers) {
			const at = text.indexOf(command);
			if (at < 0) continue;
			// Words before it on its line tell somebody to run it; a command that a log or a list repeats has none.
			const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
			if (/\p{L}{3,}\s+\p{L}{2,}[^"{}]*[:,]?\s*[`"']?$/u.test(line))
				return { eventId: event, value: brief(command, 120), valueKind: 'command' };
		}
		return null;
	}
}

function commandOf(call: CallTrace): string | null {
	const input = call.event.call?.input;
	if (input === null || typeof input !== 'object' || Array.isArray(input)) return null;
	const given = input?.command ?? input?.cmd ?? input?.script;
	const text = Array.isArray(given) ? given.at(-1) : given;
	return typeof text === 'string' && text.trim().length >= COMMAND_CHARS ? text.trim() : null;
}
