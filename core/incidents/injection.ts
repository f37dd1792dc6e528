import type { Event } from '../event/event.ts';
import type { EventId } from '../event/ids.ts';
import type { Intent } from './intent.ts';
import type { CallTrace } from './runs.ts';
import { textOf, type ValueIndex, valuesIn } from './values.ts';

/**
 * Wording by which a text addresses the one who reads it and tells it what to do: what a tool's
 * answer, a page or a file should not do. Broad on purpose: it counts only together with a value that
 * the agent then uses and that the task did not name.
 */
const INSTRUCTS =
	/\b(ignore|disregard|forget|override)\b[^.\n]{0,40}\b(previous|prior|above|earlier|all|your|other)\b|\b(?:important|urgent)\b[^.\n]{0,60}\b(message|instruction|notice|note)\b|<\/?(?:information|important|system|instructions?|admin)>|\b(?:before|in order to|to) (?:you can |you |being able to )?(?:complete|solve|finish|continue|proceed|access|view|read)[^.\n]{0,60}\b(?:must|need to|have to|please|first|do the following)\b|\b(?:AI|assistant|agent|claude|gpt(?:-\d\w*)?|chatgpt|llm|copilot|cursor|codex|gemini)\b[^.\n]{0,60}\b(?:must|should|need to|has to|have to|please|run|execute|send|add|create|include)\b|\b(?:you (?:must|should|need to|have to|are (?:now )?(?:required|instructed)))\b|\bnew (?:task|instructions?|system prompt)\b|\bTODO\s*:|\bplease\s+(?:send|transfer|forward|delete|post|invite|share|make|visit|run|execute|create|add|change|update|e-?mail|book|reserve)\b|\bdo (?:not|n['’]t) (?:mention|tell|inform|reveal)\b/i;

export const instructs = (text: string): boolean => INSTRUCTS.test(text.slice(0, 200_000));

/** What an agent followed that no human asked for: the answer that told it, and the value it took from there. */
export interface Injection {
	readonly eventId: EventId;
	readonly value: string;
	readonly valueKind: string;
}

/**
 * Whether a call follows an instruction that a tool's answer carried: it uses a value that first
 * stood in an answer with instructing words, and that the task does not contain. Reading is no
 * following.
 */
export function injectionOf(
	call: CallTrace,
	position: number,
	intent: Intent,
	values: ValueIndex,
	byId: ReadonlyMap<EventId, Event>,
): Injection | null {
	if (call.acts.every((act) => act.class === 'read')) return null;
	const task = intent.text.toLowerCase();
	for (const value of valuesIn(textOf(call.event))) {
		if (value.kind === 'path' && !/^[/~]/.test(value.text)) continue;
		if (task.includes(value.text.toLowerCase())) continue;
		const source = values.introduced(value.text, position);
		if (source === null || source.by !== 'tool-result') continue;
		const event = byId.get(source.eventId);
		const output = event?.result?.output ?? '';
		const at = output.toLowerCase().indexOf(value.text.toLowerCase());
		if (at < 0) continue;
		// The instruction stands near its value; a page may hold much else.
		if (instructs(output.slice(Math.max(0, at - 1_500), at + 1_500)))
			return { eventId: source.eventId, value: value.text, valueKind: value.kind };
	}
	return null;
}
