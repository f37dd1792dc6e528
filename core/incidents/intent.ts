import type { Act, ActionClass, ResourceRef } from '../actions/action.ts';
import { environmentsOfPrompt } from '../actions/environment.ts';
import type { Event } from '../event/event.ts';
import type { Environment } from './document.ts';
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
	/** Classes that the words rule out. */
	readonly forbids: ReadonlySet<ActionClass>;
}

const ASKS: readonly (readonly [ActionClass, RegExp])[] = [
	[
		'destroy',
		/\b(delet(e|es|ing|ion)|remov(e|es|ing|al)|drop|dropping|destroy\w*|terminat\w*|purg\w*|wip(e|ing)|eras(e|ing)|truncat\w*|clean(?:ing|s)?[ -]?up|clean(?:ing)? out|clear(?:ing)?(?: out)?|tear(?:ing)?[ -]?down|decommission\w*|get rid of|prun(e|ing)|reset(?:ting)?|recreat\w*|start (?:fresh|over|from scratch)|retir(e|ing)|nuke|uninstall\w*|empty|rm -rf|force[- ]push\w*|rebase|squash)\b/i,
	],
	[
		'grant',
		/\b(grant\w*|invit(e|ing)|add\b[^.\n]{0,40}\b(?:user|member|collaborator|key|role|permission|access)|give\b[^.\n]{0,40}\baccess|permission\w*|access key|api key|new token|create\b[^.\n]{0,30}\b(?:token|key|user|role|credential)|rotat\w*|role binding|rbac|iam|chmod|authoriz\w*|collaborator)\b/i,
	],
	[
		'create',
		/\b(creat\w*|make|add|open|publish\w*|releas\w*|ship|send\w*|pay\w*|transfer\w*|refund\w*|order|buy|purchase\w*|book|register|invite|set ?up|new|post|submit|schedule|reserve|deploy\w*|charge)\b/i,
	],
	[
		'expose',
		/\b(publi[cs]\w*|make\b[^.\n]{0,30}\bpublic|open[- ]source|share|sharing|upload\w*|send|e-?mail|post(?:ing)?\b|publish\w*|release\w*|copy\b[^.\n]{0,40}\bto|sync\w*|deploy\w*|export\w*|transfer\w*|backup\w*|back up|scp|rsync|gist|notif\w*|webhook)\b/i,
	],
];

const FROZEN =
	/\b(code freeze|change freeze|freeze in (?:effect|place)|read[- ]only|do(?: not|n['’]t) (?:change|modify|touch|edit|alter|write|make changes to) (?:anything|any\b|production|the (?:database|data|infrastructure))|no (?:more )?changes|without (?:changing|modifying|making changes)|without (?:explicit )?(?:permission|approval)|just (?:look|investigate|read|report)|only (?:look|investigate|read|report|analy[sz]e)|don['’]t action|do not act)\b/i;
const NEGATED = /\b(do not|don['’]t|never|without|must not|avoid|no)\b[^.;!?\n]{0,40}$/i;

/** Prompts that only keep the run going: the task is the one before. */
const CONTINUES =
	/^\W*(continue|go on|go ahead|proceed|yes|yep|ok(?:ay)?|sure|do it|please continue|keep going|thanks?|thank you|resume|try again|retry|next|y)\b[\s\W]{0,6}$/i;

/** The text of a prompt without what agents wrap around it. */
export const promptText = (event: Event): string =>
	event.text
		.replace(
			/<(system-reminder|timestamp|environment_context|user_info|command-[\w-]+|local-command-[\w-]+)>[\s\S]*?<\/\1>/g,
			'',
		)
		.replace(/<\/?user_query>/g, '')
		.trim();

/** The task that was in force at a position of a run: the last real prompt before it, with what earlier ones ruled out. */
export function intentAt(run: RunTrace, position: number, parents: readonly RunTrace[]): Intent {
	const before = run.prompts.filter((prompt) => (run.positions.get(prompt.id) ?? 0) <= position);
	const inherited =
		before.length === 0 || run.run.parent !== null
			? parents.flatMap((parent) => parent.prompts)
			: [];
	const prompts = [...inherited, ...before].filter((prompt) => promptText(prompt) !== '');
	const real = prompts.filter((prompt) => !CONTINUES.test(promptText(prompt)));
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
		forbids,
	};
}

/** Whether a prompt names a resource: by id, by name, or by the last part of its path. */
export function namesResource(intent: Intent, resource: Pick<ResourceRef, 'id' | 'name'>): boolean {
	const text = intent.text.toLowerCase();
	const names = [
		resource.id,
		resource.name ?? '',
		resource.id.split('/').filter(Boolean).at(-1) ?? '',
	]
		.map((name) => name.toLowerCase().trim())
		.filter((name) => name.length >= 3);
	return names.some((name) => text.includes(name));
}

const KIND_WORDS: Readonly<Record<string, RegExp>> = {
	file: /\b(files?|folders?|director(?:y|ies)|logs?|artifacts?|build|cache|output)\b/i,
	table: /\b(tables?|rows?|records?|data|schema|database|db)\b/i,
	database: /\b(databases?|db|schema|instances?|rds|sql)\b/i,
	instance: /\b(instances?|servers?|machines?|vms?|nodes?|ec2)\b/i,
	bucket: /\b(buckets?|s3|storage)\b/i,
	object: /\b(objects?|files?|s3|bucket|logs?)\b/i,
	volume: /\b(volumes?|disks?|storage)\b/i,
	stack: /\b(stacks?|infrastructure|environments?|resources?|terraform|cluster|everything)\b/i,
	workload: /\b(pods?|deployments?|jobs?|workloads?|services?)\b/i,
	branch: /\b(branch(?:es)?|history|commits?|rebase|squash|main|master|force)\b/i,
	message: /\b(messages?|e-?mails?|notif\w*|comments?|issues?|pull requests?|PRs?)\b/i,
};

/** Whether a prompt speaks of this kind of resource at all. */
export const namesKind = (intent: Intent, kind: string): boolean =>
	(KIND_WORDS[kind] ?? new RegExp(`\\b${kind.replace(/[^a-z0-9]+/gi, '[ -]?')}s?\\b`, 'i')).test(
		intent.text,
	);

/** What an act asks for as a class of request: a `delete` is asked for by the words of a `destroy`. */
export const askedClass = (act: Pick<Act, 'class'>): ActionClass =>
	act.class === 'delete' ? 'destroy' : act.class;
