import type { Act } from '../actions/action.ts';
import { NO_RECOVERY_KNOWN, resourceRef } from '../actions/reading.ts';
import type { Event } from '../event/event.ts';
import type { Injection, InstructingAnswers } from './injection.ts';
import type { Intent } from './intent.ts';
import type { CallTrace } from './runs.ts';

/** A picture or a link in Markdown whose address carries something beside the path. */
const CARRIES = /!?\[[^\]]{0,300}\]\(\s*(https?:\/\/([^\s/?#)]+)[^\s)?#]*[?#/][^\s)]{6,})\)?/g;

/** Whether an address has room for data: a query, a fragment, a long part of its path, a secret. */
const carries = (url: string): boolean =>
	/[?#].{6,}/.test(url) ||
	url.includes('‹') ||
	url
		.replace(/^https?:\/\/[^/]+/, '')
		.split('/')
		.some((part) => part.length >= 24 && !/^[a-z-]+(\.\w+)?$/i.test(part));

/**
 * An answer of the agent that by itself carries something out: a picture or a link whose host a tool's
 * answer had told it to use. A console that shows the picture fetches it; no tool is called.
 */
export function carryingMessage(
	event: Event,
	position: number,
	instructing: InstructingAnswers,
	intent: Intent,
): { readonly call: CallTrace; readonly injection: Injection } | null {
	if (event.kind !== 'message') return null;
	for (const match of event.text.slice(0, 50_000).matchAll(CARRIES)) {
		const host = (match[2] ?? '').toLowerCase();
		if (intent.text.toLowerCase().includes(host)) continue;
		if (!carries(match[1] ?? '') || instructing.stoodBefore(match[1] ?? '', position)) continue;
		const told = instructing.toldToUse(host, position);
		if (told === null) continue;
		const act: Act = {
			eventId: event.id,
			class: 'expose',
			provider: 'web',
			operation: match[0].startsWith('!') ? 'picture in an answer' : 'link in an answer',
			resources: [resourceRef('web', 'host', host)],
			hosts: [host],
			readsPaths: [],
			writesPaths: [],
			fallsWith: [],
			recovery: NO_RECOVERY_KNOWN,
			weakens: false,
			environment: null,
			text: match[0],
			basis: 'an address in Markdown that the console of the reader fetches or offers',
			credentials: [],
		};
		return {
			call: { event, result: null, approval: null, acts: [act], outcome: 'ok', position },
			injection: { eventId: told, value: host, valueKind: 'host' },
		};
	}
	return null;
}
