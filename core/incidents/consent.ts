import type { Event } from '../event/event.ts';
import { promptText } from './intent.ts';
import type { CallTrace, RunTrace } from './runs.ts';
import type { Touch } from './touches.ts';

const ASKING_TOOL =
	/^(askuserquestion|ask_?user(_question)?|ask_followup_question|request_user_input|ask_human|human_input|clarify|confirm)$/i;
const AGREES =
	/(?:^|["=:\s>])(?:yes|yep|yeah|ok(?:ay)?|sure|go ahead|do it|proceed|approved?|confirm(?:ed)?|please do|continue|allow(?:ed)?)\b/i;
const REFUSES =
	/(?:^|["=:\s>])(?:no|nope|don['’]t|do not|stop|cancel|wait|den(?:y|ied)|reject(?:ed)?)\b/i;
/** An answer of some length is a new task, not a yes. */
const ANSWER_CHARS = 80;

/**
 * Where a human agreed to an act before it was done: an approval that the log records, a question tool
 * answered with yes, or an answer that follows the agent's own question. The question must name the
 * resource, or stand right before the act. Null where nobody was asked.
 */
export function consentTo(touch: Touch, run: RunTrace): Event | null {
	const { call } = touch;
	if (call === null) return null;
	const approval = call.approval?.approval;
	if (approval?.by === 'human' && approval.decision === 'allowed') return call.approval;
	return askedByTool(touch, call, run) ?? askedInWords(touch, call, run);
}

function askedByTool(touch: Touch, call: CallTrace, run: RunTrace): Event | null {
	const asked = run.calls.filter(
		(other) =>
			other.position < call.position &&
			ASKING_TOOL.test((other.event.call?.tool ?? '').replace(/^.*(?:__|[./])/, '')),
	);
	for (const question of asked.reverse()) {
		const answer = question.result?.result?.output ?? '';
		if (answer === '' || !names(questionText(question), touch)) continue;
		// The answer repeats the question: what counts is what stands after it.
		const said = answer.slice(answer.lastIndexOf('=') + 1);
		return AGREES.test(said) && !REFUSES.test(said) ? question.result : null;
	}
	return null;
}

const questionText = (call: CallTrace): string => JSON.stringify(call.event.call?.input ?? '');

function askedInWords(touch: Touch, call: CallTrace, run: RunTrace): Event | null {
	const before = run.events.slice(0, call.position);
	const at = before.findLastIndex((event) => event.kind === 'prompt');
	const answer = before[at];
	if (answer === undefined || answer.kind !== 'prompt') return null;
	const said = promptText(answer);
	if (said.length > ANSWER_CHARS || !AGREES.test(said) || REFUSES.test(said)) return null;
	const question = before.slice(0, at).findLast((event) => event.kind === 'message');
	return question?.text.includes('?') && names(question.text, touch) ? answer : null;
}

const names = (question: string, touch: Touch): boolean => {
	const text = question.toLowerCase();
	return [touch.resource.id, touch.resource.name ?? '', touch.resource.id.split('/').at(-1) ?? '']
		.map((name) => name.toLowerCase())
		.some((name) => name.length >= 3 && text.includes(name));
};
