import { type ControlId, controlIds } from '@/core/incidents/document.ts';
import { type TimeMode, timeModes } from '../ui/time-format.ts';

/**
 * What a person sees of an incident, as the address carries it, so that it can be sent to a
 * colleague. Everything at its default is left out of the address.
 */
export interface ViewState {
	readonly event: string | null;
	/** Milliseconds from the strip's zero; null: the whole. */
	readonly window: { readonly from: number; readonly to: number } | null;
	readonly controls: readonly ControlId[];
	readonly time: TimeMode;
	readonly chain: 'story' | 'graph';
	readonly evidence: 'record' | 'events';
	/** Idle stretches that were unfolded, by number from the left. */
	readonly unfolded: readonly number[];
	/** The part in view on a narrow screen. */
	readonly part: Part;
	readonly theme: 'light' | 'dark' | null;
}

export const parts = ['chain', 'effects', 'controls', 'evidence'] as const;
export type Part = (typeof parts)[number];

export const defaultViewState: ViewState = {
	event: null,
	window: null,
	controls: [],
	time: 'offset',
	chain: 'story',
	evidence: 'record',
	unfolded: [],
	part: 'chain',
	theme: null,
};

export type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads the address. What it does not understand is ignored: an old link still opens. */
export function readViewState(params: SearchParams): ViewState {
	const one = (name: string): string | null => {
		const value = params[name];
		return typeof value === 'string' ? value : (value?.[0] ?? null);
	};
	const event = one('event');
	return {
		event: event !== null && event.length <= 200 ? event : null,
		window: readWindow(one('window')),
		controls: controlIds.filter((id) => one('on')?.split('.').includes(id)),
		time: timeModes.find((mode) => mode === one('time')) ?? defaultViewState.time,
		chain: one('chain') === 'graph' ? 'graph' : 'story',
		evidence: one('evidence') === 'events' ? 'events' : 'record',
		unfolded: (one('unfold') ?? '')
			.split('.')
			.filter((text) => /^\d{1,4}$/.test(text))
			.map(Number),
		part: parts.find((part) => part === one('part')) ?? defaultViewState.part,
		theme: (['light', 'dark'] as const).find((theme) => theme === one('theme')) ?? null,
	};
}

function readWindow(text: string | null): ViewState['window'] {
	const match = /^(-?\d{1,13}(?:\.\d{1,3})?)~(-?\d{1,13}(?:\.\d{1,3})?)$/.exec(text ?? '');
	if (match === null) return null;
	const [from, to] = [Number(match[1]), Number(match[2])];
	return from < to ? { from, to } : null;
}

/** The query that reads back as this state; empty when all is at its default. */
export function writeViewState(state: ViewState): string {
	const params = new URLSearchParams();
	if (state.event !== null) params.set('event', state.event);
	if (state.window !== null) {
		params.set('window', `${rounded(state.window.from)}~${rounded(state.window.to)}`);
	}
	if (state.controls.length > 0) params.set('on', state.controls.join('.'));
	if (state.time !== defaultViewState.time) params.set('time', state.time);
	if (state.chain !== defaultViewState.chain) params.set('chain', state.chain);
	if (state.evidence !== defaultViewState.evidence) params.set('evidence', state.evidence);
	if (state.unfolded.length > 0) params.set('unfold', state.unfolded.join('.'));
	if (state.part !== defaultViewState.part) params.set('part', state.part);
	if (state.theme !== null) params.set('theme', state.theme);
	const query = params.toString();
	return query === '' ? '' : `?${query}`;
}

const rounded = (value: number): string => String(Math.round(value * 1_000) / 1_000);
