import { readName, wordsOfName } from '../actions/catalogue/verbs.ts';
import type { Event } from '../event/event.ts';
import type { EventId } from '../event/ids.ts';
import type { Intent } from './intent.ts';
import { brief } from './narrative.ts';
import type { CallTrace } from './runs.ts';
import { valuesIn } from './values.ts';

/**
 * Wording by which a text addresses the one who reads it and tells it what to do: what a tool's
 * answer, a page or a file should not do. Broad on purpose: it counts only together with a value that
 * the agent then uses and that the task did not name.
 */
const INSTRUCTS =
	/\b(ignore|disregard|forget|override)\b[^.\n]{0,40}\b(previous|prior|above|earlier|all|your|other)\b|\b(?:important|urgent)\b[^.\n]{0,60}\b(message|instruction|notice|note)\b|<\/?(?:information|important|system|instructions?|admin)>|\b(?:before|in order to|to) (?:you can |you |being able to )?(?:complete|solve|finish|continue|proceed|access|view|read)[^.\n]{0,60}\b(?:must|need to|have to|please|first|do the following)\b|\b(?:AI|assistant|agent|claude|gpt(?:-\d\w*)?|chatgpt|llm|copilot|cursor|codex|gemini)s?\b[^.\n]{0,60}\b(?:must|should|need to|has to|have to|please|run|execute|send|add|create|include)\b|\b(?:AI|assistant|agent|claude|gpt(?:-\d\w*)?|chatgpt|llm|copilot|cursor|codex|gemini)s?\b[^.\n,:]{0,20}[,:]\s*(?:\w+\s+){0,3}?(?:attach|append|post|print|paste|call|copy|upload|forward|share)\b|\balways\s+(?:set|add|include|pass|send|call|append|attach|copy|bcc|forward)\b|\b(?:you (?:must|should|need to|have to|are (?:now )?(?:required|instructed)))\b|\byou are (?:now )?an? (?:[\w-]+ ){0,3}(?:agent|assistant|ai|bot)\b|\byour (?:new |only |real )?(?:goal|task|job|mission) is\b|\bnew (?:task|instructions?|system prompt)\b|\bTODO\s*:|\bplease\s+(?:send|transfer|forward|delete|post|invite|share|make|visit|run|execute|create|add|change|update|e-?mail|book|reserve)\b|\bdo (?:not|n['’]t) (?:mention|tell|inform|reveal)\b/i;

/**
 * Wording that no ordinary page or document uses: it addresses a model, or overrides its task. That a
 * page about agents says what they run and create addresses none.
 */
const ADDRESSES =
	/\b(ignore|disregard|forget|override)\b[^.\n]{0,40}\b(previous|prior|above|earlier|your|other)\b[^.\n]{0,30}\b(instructions?|prompts?|tasks?|rules?|directions?)\b|<\/?(?:information|important|system|instructions?|admin)>|\b(?:before|in order to) (?:you can )?(?:complete|solve|finish|continue|proceed)[^.\n]{0,60}\btask\b|\b(?:AI|assistant|agent|claude|gpt(?:-\d\w*)?|chatgpt|llm|copilot|cursor|codex|gemini)s?\b(?:[^.\n]{0,60}\b(?:must|should|need to|has to|have to|please)\b|[^.\n,:]{0,20}[,:]\s*(?:\w+\s+){0,3}?(?:run|execute|send|post|add|create|include|read|fetch|open|call|use|forward|delete|attach|append|print|paste|copy|upload|write|put|install|share|enrol+|pass|dump)\b)|\byou are (?:now )?an? (?:[\w-]+ ){0,3}(?:agent|assistant|ai|bot)\b|\byour (?:new |only |real )?(?:goal|task|job|mission) is\b|\bnew (?:task|system prompt)\b/i;

/** A task that tells the agent to do what a text or a person asks for. */
const DELEGATES =
	/\b(accordingly|requests?|requested|asked (?:me|us|for)|asks? (?:me|us|for)|to-?do|follow(?:ing)?|instructions?|instructed|achieve|as (?:described|specified|listed|written|noted)|what (?:it|he|she|they) (?:says?|asks?|wants?|needs?)|tasks? (?:in|on|at|from|listed)|reply|respond|address (?:the|all|these) (?:comments?|feedback|review)|implement (?:the|this|issue)|fix (?:the |this )?issue|steps? (?:in|from))\b/i;

interface Region {
	readonly from: number;
	readonly to: number;
	readonly text: string;
	readonly addresses: boolean;
}

/** The parts of a text that instruct: a tagged block whole, else what stands around the wording. At most 20. */
function instructingRegions(text: string): Region[] {
	const head = text.slice(0, 200_000);
	const regions: Region[] = [];
	const add = (from: number, to: number): void => {
		const last = regions.at(-1);
		if (last !== undefined && from < last.to) return;
		const cut = head.slice(from, to);
		regions.push({ from, to, text: cut.toLowerCase(), addresses: ADDRESSES.test(cut) });
	};
	const finder = new RegExp(INSTRUCTS.source, 'gi');
	for (
		let match = finder.exec(head);
		match !== null && regions.length < 20;
		match = finder.exec(head)
	) {
		const tag = /^<(\w+)>$/.exec(match[0])?.[1];
		const close =
			tag === undefined ? -1 : head.toLowerCase().indexOf(`</${tag.toLowerCase()}>`, match.index);
		const to = close > 0 ? close : match.index + 900;
		add(close > 0 ? match.index : Math.max(0, match.index - 300), Math.min(head.length, to));
		finder.lastIndex = Math.max(
			finder.lastIndex,
			close > 0 ? close : match.index + match[0].length,
		);
	}
	return regions;
}

/** What an agent followed that no human asked for: the answer that told it, and the value it took from there. */
export interface Injection {
	readonly eventId: EventId;
	readonly value: string;
	readonly valueKind: string;
	/** The answer whose content was carried out, where that is another one. */
	readonly source?: EventId;
}

/** Whether a text speaks to a model rather than to a person. */
export const addressesModel = (text: string): boolean => ADDRESSES.test(text);

/** Whether a text holds wording that tells its reader what to do. */
export const instructs = (text: string): boolean => INSTRUCTS.test(text);

/** A server's list of its tools: what their descriptions say, the model reads as instructions. */
const describesTools = (event: Event): boolean =>
	event.kind === 'configuration' && event.actor.type === 'tool';

/** A mail address, a URL, a path: where something goes to or comes from. */
const ADDRESS = /^[^\s@]+@[\w.-]+\.\w+$|^\w+:\/\/|^(?:~|\/)\/?[\w.-]+\//;

/** Answers with instructing parts, found once a run and asked for every call. */
export class InstructingAnswers {
	readonly #answers: readonly {
		readonly event: Event;
		readonly position: number;
		readonly regions: readonly Region[];
		readonly outside: string;
	}[];

	constructor(events: readonly Event[]) {
		this.#answers = events.flatMap((event, position) => {
			const output = event.result?.output ?? (describesTools(event) ? event.text : '');
			if (output === '') return [];
			const regions = instructingRegions(output);
			if (regions.length === 0) return [];
			let outside = '';
			let at = 0;
			for (const region of regions) {
				outside += output.slice(at, region.from);
				at = region.to;
			}
			return [{ event, position, regions, outside: (outside + output.slice(at)).toLowerCase() }];
		});
	}

	/** A call that followed an instruction: what it brought stands for the instruction from then on. */
	readonly #brought: {
		readonly text: string;
		readonly injection: Injection;
		readonly position: number;
	}[] = [];

	/**
	 * Remembers that a call followed an instruction to look at something. What an edit or a
	 * commit of the run's own files answers brings nothing in. At most 50 a family of runs.
	 */
	followed(call: CallTrace, injection: Injection, position: number): void {
		const looks = call.acts.every((act) => act.class === 'read' || act.class === 'execute');
		if (!looks || call.acts.length === 0) return;
		const text = call.result?.result?.output ?? '';
		if (text !== '' && this.#brought.length < 50)
			this.#brought.push({ text: text.slice(0, 100_000), injection, position });
	}

	/** Whether a call carries on what an instructed call brought: a word of eight characters or more from there. */
	#carriesOn(call: CallTrace, position: number, intent: Intent): Injection | null {
		if (this.#brought.length === 0 || call.acts.every((act) => act.class === 'read')) return null;
		const words = (
			JSON.stringify(call.event.call?.input ?? '').match(/[\p{L}\p{N}_.@+-]{8,80}/gu) ?? []
		).slice(0, 400);
		const task = intent.text.toLowerCase();
		for (const brought of this.#brought) {
			if (brought.position >= position) continue;
			const word = words.find(
				(each) =>
					brought.text.includes(each) &&
					!task.includes(each.toLowerCase()) &&
					/\d|_|@|\./.test(each),
			);
			if (word !== undefined) return { ...brought.injection, value: word };
		}
		return null;
	}

	get none(): boolean {
		return this.#answers.length === 0;
	}

	/** Whether a text stood, letter by letter, in an answer with instructions before a position: it was copied, not made. */
	stoodBefore(text: string, position: number): boolean {
		const lower = text.toLowerCase();
		return this.#answers.some(
			(each) =>
				each.position < position && (each.event.result?.output ?? '').toLowerCase().includes(lower),
		);
	}

	/** The answer whose instructing part names a host, before a position. */
	toldToUse(host: string, position: number): EventId | null {
		const answer = this.#answers.find(
			(each) =>
				each.position < position && each.regions.some((region) => region.text.includes(host)),
		);
		return answer?.event.id ?? null;
	}

	/**
	 * The instruction that a call follows: one of its values stands in an instructing part of an earlier
	 * answer and not in the task; and either that part also speaks of doing what the call does, or the
	 * value stands nowhere else in the answer. Reading counts only after words that address a model.
	 */
	followedBy(call: CallTrace, position: number, intent: Intent): Injection | null {
		// Where the task itself hands on what somebody wrote, only words that no person writes to a person count.
		const strict = call.acts.every((act) => act.class === 'read') || DELEGATES.test(intent.text);
		const task = intent.text.toLowerCase();
		const verbs = verbsOf(call);
		for (const value of argumentValues(call)) {
			const lower = value.toLowerCase();
			if (task.includes(lower)) continue;
			for (const answer of this.#answers) {
				if (answer.position >= position) break;
				for (const region of answer.regions) {
					if (strict && !region.addresses) continue;
					if (!holdsWord(region.text, lower)) continue;
					// A description tells how its tool is used: only an address from it that nobody named is odd.
					if (describesTools(answer.event) && !ADDRESS.test(value)) continue;
					const speaksOfIt = verbs.some((verb) => region.text.includes(verb));
					// Who quotes a page in the ticket that the task asked for does not do what it says.
					if (!speaksOfIt && quotes(call, value)) continue;
					if (speaksOfIt || (lower.length >= 4 && !holdsWord(answer.outside, lower)))
						return {
							eventId: answer.event.id,
							value: brief(value, 120),
							valueKind: kindOfValue(value),
						};
				}
			}
		}
		return this.#carriesOn(call, position, intent);
	}
}

/** Words of a tool's name and of its acts that say what is done: `send`, `delete`, `transfer`. */
function verbsOf(call: CallTrace): string[] {
	const words = [
		...wordsOfName(call.event.call?.tool ?? ''),
		...call.acts.flatMap((act) => wordsOfName(act.operation)),
	];
	return [
		...new Set(
			words.filter(
				(word) =>
					word.length >= 3 &&
					readName(word) !== null &&
					!/^(get|list|read|find|search|view)$/.test(word),
			),
		),
	];
}

/** Scalar arguments of a call, and the words that stand out in its shell text. Short ones only when they are all there is. */
function argumentValues(call: CallTrace): string[] {
	const found: string[] = [];
	const walk = (value: unknown, depth: number): void => {
		if (depth > 6 || found.length >= 200) return;
		if (typeof value === 'number') found.push(String(value));
		else if (typeof value === 'string') {
			if (value.length <= 200) found.push(value.trim());
			found.push(...valuesIn(value).map((inner) => inner.text));
		} else if (Array.isArray(value)) for (const item of value) walk(item, depth + 1);
		else if (value !== null && typeof value === 'object')
			for (const item of Object.values(value)) walk(item, depth + 1);
	};
	walk(call.event.call?.input ?? null, 0);
	// What a statement or a command names stands inside a longer text: tables, buckets, files.
	for (const act of call.acts)
		for (const resource of act.resources) {
			found.push(resource.id);
			const last = (resource.name ?? resource.id).split('/').filter(Boolean).at(-1);
			if (last !== undefined && last.length >= 5) found.push(last);
		}
	return [...new Set(found)]
		.filter(
			(value) =>
				value.length >= 2 && !/^(true|false|null|none|\d{1}|\d{4}-\d{2}-\d{2}.*)$/i.test(value),
		)
		.sort((a, b) => b.length - a.length);
}

/** Whether a path or a word only stands among other words of a text that a call writes, and is no argument of its own. */
function quotes(call: CallTrace, value: string): boolean {
	const kind = kindOfValue(value);
	const input = call.event.call?.input;
	if ((kind !== 'path' && kind !== 'text') || input === null || typeof input !== 'object')
		return false;
	const holding = Object.entries(input).filter(
		([, given]) => typeof given === 'string' && given.includes(value),
	);
	return (
		holding.length > 0 &&
		holding.every(
			([key, given]) =>
				/^(body|text|content|message|description|comment|summary|title|note|markdown)$/.test(key) &&
				String(given).split(/\s+/).length > 6,
		)
	);
}

function holdsWord(text: string, value: string): boolean {
	for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
		const before = text[at - 1] ?? ' ';
		const after = text[at + value.length] ?? ' ';
		if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
	}
	return false;
}

function kindOfValue(value: string): string {
	return valuesIn(value)[0]?.kind ?? 'text';
}
