import type { ActionClass } from '../actions/action.ts';
import { environmentsOfPrompt } from '../actions/environment.ts';
import type { Event } from '../event/event.ts';
import type { Environment } from './document.ts';
import { ASKS, CHANGES } from './request-words.ts';
import type { RunTrace } from './runs.ts';

/** What a run was asked to do, and what that puts in scope. */
export interface Intent {
	/** The prompt that the run descends from; null for a run without one. */
	readonly prompt: Event | null;
	readonly text: string;
	readonly environments: readonly Environment[];
	readonly forbidden: readonly Environment[];
	/** Nothing may be changed: “read-only”, “code freeze”, “do not change anything”. */
	readonly frozen: boolean;
	/** Classes of acts that the words ask for. */
	readonly asks: ReadonlySet<ActionClass>;
	/** The words ask for a change by which things come and go: replace, migrate, rename. */
	readonly changes: boolean;
	/** Classes that the words rule out. */
	readonly forbids: ReadonlySet<ActionClass>;
}

const FROZEN =
	/\b(code freeze|change freeze|freeze in (?:effect|place)|read[- ]only|do(?: not|n['’]t) (?:change|modify|touch|edit|alter|write|make changes to) (?:anything|any\b|production|the (?:database|data|infrastructure))|no (?:more )?changes|without (?:changing|modifying|making changes)|without (?:explicit )?(?:permission|approval)|just (?:look|investigate|read|report)|only (?:look|investigate|read|report|analy[sz]e)|don['’]t action|do not act)\b/i;
const NEGATED = /\b(do not|don['’]t|never|without|must not|avoid|no)\b[^.;!?\n]{0,40}$/i;

/** Prompts that only keep the run going: the task is the one before. */
const CONTINUES =
	/^\W*(continue|go on|go ahead|proceed|yes|yep|ok(?:ay)?|sure|do it|please continue|keep going|thanks?|thank you|resume|try again|retry|next|y)\b[\s\W]{0,6}$/i;

/** What an agent writes for itself when its context is full: no human asks for what it says. */
const SUMMARY =
	/^\W*(this session is being continued from a previous conversation|another language model (?:started|has begun)|(?:here is a )?summary of (?:the|our) (?:conversation|session) so far)/i;

/** The text of a prompt without what agents wrap around it. */
export const promptText = (event: Event): string =>
	event.text
		.replace(
			/<(system-reminder|timestamp|environment_context|user_info|command-[\w-]+|local-command-[\w-]+)>[\s\S]*?<\/\1>/g,
			'',
		)
		.replace(/<\/?user_query>/g, '')
		.trim();

/** Reads the task in force at a position of one of a family's runs; each stretch between two prompts is read once. */
export function intentReader(
	runs: readonly RunTrace[],
): (run: RunTrace, position: number) => Intent {
	const read = new Map<string, Intent>();
	const parentsOf = new Map(
		runs.map((run) => [run.id, runs.filter((other) => other.id === run.run.parent)] as const),
	);
	return (run, position) => {
		let before = 0;
		for (const prompt of run.prompts) if ((run.positions.get(prompt.id) ?? 0) <= position) before++;
		const key = `${before}/${run.id}`;
		const known = read.get(key);
		if (known !== undefined) return known;
		const intent = intentAt(run, position, parentsOf.get(run.id) ?? []);
		read.set(key, intent);
		return intent;
	};
}

/** The task that was in force at a position of a run: the last real prompt before it, with what earlier ones ruled out. */
function intentAt(run: RunTrace, position: number, parents: readonly RunTrace[]): Intent {
	const before = run.prompts.filter((prompt) => (run.positions.get(prompt.id) ?? 0) <= position);
	const inherited =
		before.length === 0 || run.run.parent !== null
			? parents.flatMap((parent) => parent.prompts)
			: [];
	const prompts = [...inherited, ...before].filter((prompt) => promptText(prompt) !== '');
	const asking = prompts.filter((prompt) => !CONTINUES.test(promptText(prompt)));
	const human = asking.filter((prompt) => !SUMMARY.test(promptText(prompt)));
	const real = human.length > 0 ? human : asking;
	const ofHuman = inherited.filter((prompt) => !CONTINUES.test(promptText(prompt)));
	const task =
		(ofHuman.at(-1) !== undefined && run.run.parent !== null ? ofHuman.at(-1) : real.at(-1)) ??
		prompts[0] ??
		null;
	const all = real.map(promptText).join('\n');
	return readIntent(task, task === null ? '' : promptText(task), all);
}

function readIntent(prompt: Event | null, text: string, all: string): Intent {
	const own = environmentsOfPrompt(text);
	const earlier = environmentsOfPrompt(all);
	const asks = new Set<ActionClass>();
	const forbids = new Set<ActionClass>();
	for (const [actionClass, pattern] of ASKS)
		for (const match of all.matchAll(new RegExp(pattern.source, 'gi'))) {
			const lead = all.slice(Math.max(0, match.index - 60), match.index);
			(NEGATED.test(lead) ? forbids : asks).add(actionClass);
		}
	for (const actionClass of asks) forbids.delete(actionClass);
	const environments = own.named.length > 0 ? own.named : earlier.named;
	return {
		prompt,
		text,
		environments: [...environments],
		forbidden: earlier.forbidden.filter((environment) => !environments.includes(environment)),
		frozen: FROZEN.test(all),
		asks,
		changes: CHANGES.test(all),
		forbids,
	};
}
