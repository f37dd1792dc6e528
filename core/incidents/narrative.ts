import type { Act } from '../actions/action.ts';
import type { Event } from '../event/event.ts';
import type { Deviation } from './deviation.ts';
import type { Effect, Resource } from './document.ts';
import { promptText } from './intent.ts';
import type { Touch } from './touches.ts';

/** A text on one line, cut to a length with an ellipsis. Redaction markers stay whole. */
export function brief(text: string, length = 110): string {
	const line = text.replace(/\s+/g, ' ').trim();
	if (line.length <= length) return line;
	const cut = line.slice(0, length - 1);
	const open = cut.lastIndexOf('‹');
	return `${open > cut.lastIndexOf('›') ? cut.slice(0, open) : cut}…`;
}

/** `volume postgres-data`, or the id shortened where there is no name. */
export const resourceName = (resource: Pick<Resource, 'kind' | 'id' | 'name'>): string =>
	`${resource.kind} ${resource.name ?? (resource.id.length > 44 ? `${resource.id.slice(0, 20)}…${resource.id.slice(-12)}` : resource.id)}`;

const DONE: Readonly<Record<Effect['class'], string>> = {
	destroyed: 'deleted',
	modified: 'changed',
	exposed: 'exposed',
	granted: 'given access',
	created: 'created',
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const counted = (count: number, kind: string): string =>
	count === 1 ? `its ${kind}` : count === 2 ? `both its ${kind}s` : `all ${count} of its ${kind}s`;

/** One line that says what happened to what, and what the run had been asked to do. */
export function titleOf(
	effects: readonly Effect[],
	attempts: readonly Touch[],
	scope: readonly string[],
	hasRun: boolean,
): string {
	const main = effects.find((effect) => !effect.viaContainment);
	const asked = !hasRun
		? ''
		: scope.length > 0
			? ` by a run that was asked to work on ${scope.join(' and ')}`
			: ' by an agent run that was not asked to';
	if (main === undefined) {
		const attempt = attempts[0];
		if (attempt === undefined) return 'A run left its task';
		const place = attempt.environment === 'unknown' ? '' : ` in ${attempt.environment}`;
		return capital(
			`${verbOf(attempt.act)} ${resourceName(attempt.resource)}${place} ${attempt.outcome === 'denied' ? 'attempted and denied' : attempt.outcome === 'error' ? 'attempted and failed' : attempt.outcome === 'ok' ? 'outside the task' : 'attempted'}${scope.length > 0 ? ` by a run that was asked to work on ${scope.join(' and ')}` : ''}`,
		);
	}
	const place = main.resource.environment === 'unknown' ? '' : `${main.resource.environment} `;
	const same = effects.filter(
		(effect) =>
			!effect.viaContainment &&
			effect.class === main.class &&
			effect.resource.kind === main.resource.kind,
	);
	const fallen = effects.filter((effect) => effect.viaContainment);
	const subject =
		same.length > 1
			? `${same.length} ${place}${main.resource.kind}s`
			: `${place}${resourceName(main.resource)}`;
	const fallenKind = fallen[0]?.resource.kind;
	const sameKind = fallen.every((effect) => effect.resource.kind === fallenKind);
	const withIt =
		fallenKind === undefined
			? ''
			: sameKind
				? ` and ${counted(fallen.length, fallenKind)}`
				: ` and ${fallen.length} resources inside it`;
	const others = effects.filter(
		(effect) => !effect.viaContainment && !same.includes(effect),
	).length;
	return capital(
		`${subject}${withIt} ${DONE[main.class]}${others > 0 ? ` and ${others} more ${others === 1 ? 'resource' : 'resources'} changed` : ''}${asked}`,
	);
}

const VERB: Readonly<Record<Act['class'], string>> = {
	read: 'reading of',
	create: 'creation of',
	modify: 'change of',
	delete: 'deletion of',
	destroy: 'deletion of',
	expose: 'exposure of',
	grant: 'grant on',
	execute: 'run of',
};
const verbOf = (act: Act): string => VERB[act.class];

const WHY: Readonly<Record<Deviation['reason'], string>> = {
	environment: 'outside the environment of the task',
	'not-asked': 'the task did not ask for it',
	forbidden: 'the task ruled it out',
	'foreign-credential': 'with a credential that the task did not give',
	injected: 'as a text that a tool returned had told it',
	'outside-folder': 'outside the folder of the run',
	'uncommitted-work': 'changes that no commit held are lost',
	'secret-sent-out': 'a secret left for an outside host',
};

/** What a touch did, in a sentence. */
export function touchSummary(touch: Touch): string {
	const place = touch.environment === 'unknown' ? '' : ` in ${touch.environment}`;
	const end =
		touch.outcome === 'denied'
			? ': denied'
			: touch.outcome === 'error'
				? ': failed'
				: touch.outcome === 'unknown'
					? ': outcome not in any log'
					: '';
	return `${touch.act.operation} on ${resourceName(touch.resource)}${place}, ${WHY[touch.deviation.reason]}${end}`;
}

/** What an event says, in a line: for evidence lists and for steps that no touch describes. */
export function eventSummary(event: Event): string {
	switch (event.kind) {
		case 'prompt':
			return `asked: “${brief(promptText(event), 140)}”`;
		case 'reasoning':
			return `reasons: “${brief(event.text, 140)}”`;
		case 'message':
			return `says: “${brief(event.text, 140)}”`;
		case 'tool-call':
			return `${event.call?.tool ?? 'tool'}: ${brief(event.text, 140)}`;
		case 'tool-result':
			return `${event.result?.status === 'ok' ? 'answer' : (event.result?.status ?? 'answer')}: ${brief(event.result?.output || event.text, 140)}`;
		case 'provider-record': {
			const record = event.record;
			const what = record?.resources[0];
			return `${record?.provider ?? 'provider'} recorded ${record?.operation ?? ''}${what === undefined ? '' : ` on ${resourceName({ kind: what.kind ?? 'resource', id: what.id, name: what.name })}`}${record?.outcome === 'ok' || record?.outcome === 'unknown' ? '' : `: ${record?.errorCode ?? record?.outcome}`}`;
		}
		case 'approval':
			return `${event.approval?.decision ?? 'decided'} by ${event.approval?.by ?? 'unknown'}`;
		case 'configuration':
		case 'record':
			return brief(event.text, 140);
		default:
			return event.kind satisfies never;
	}
}
