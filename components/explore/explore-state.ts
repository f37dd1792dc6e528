/** What a person sees of the events, as the address carries it. */
export interface ExploreState {
	/** In the query language of events. */
	readonly query: string;
	readonly range: TimeRange;
	/** Id of the event in the drawer. */
	readonly event: string | null;
}

/** Back from now, or between two moments (RFC 3339, the end exclusive). */
export type TimeRange =
	| { readonly type: 'any' }
	| { readonly type: 'last'; readonly span: Span }
	| { readonly type: 'between'; readonly from: string | null; readonly to: string | null };

const hourMs = 3_600_000;
export const spans = {
	'1h': { title: 'Last hour', ms: hourMs },
	'24h': { title: 'Last 24 hours', ms: 24 * hourMs },
	'7d': { title: 'Last 7 days', ms: 7 * 24 * hourMs },
	'30d': { title: 'Last 30 days', ms: 30 * 24 * hourMs },
	'90d': { title: 'Last 90 days', ms: 90 * 24 * hourMs },
} as const;
export type Span = keyof typeof spans;

export const readSpan = (text: string | null): Span | null =>
	text !== null && Object.hasOwn(spans, text) ? (text as Span) : null;

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z$/;

/** Reads the address. What it does not understand is ignored: an old link still opens. */
export function readExploreState(params: URLSearchParams): ExploreState {
	const event = params.get('event');
	const span = readSpan(params.get('range'));
	const at = (name: string): string | null => {
		const text = params.get(name);
		return text !== null && moment.test(text) ? text : null;
	};
	const [from, to] = [at('from'), at('to')];
	return {
		query: (params.get('query') ?? '').slice(0, 2_000),
		range:
			span !== null
				? { type: 'last', span }
				: from !== null || to !== null
					? { type: 'between', from, to }
					: { type: 'any' },
		event: event !== null && event !== '' && event.length <= 200 ? event : null,
	};
}

/** The address that reads back as this state. */
export function exploreAddress(state: Partial<ExploreState>): string {
	const params = new URLSearchParams();
	if (state.query !== undefined && state.query !== '') params.set('query', state.query);
	if (state.range?.type === 'last') params.set('range', state.range.span);
	if (state.range?.type === 'between') {
		if (state.range.from !== null) params.set('from', state.range.from);
		if (state.range.to !== null) params.set('to', state.range.to);
	}
	if (state.event != null) params.set('event', state.event);
	return params.size === 0 ? '/explore' : `/explore?${params}`;
}

/** A value as a query takes it: in quotes where it holds more than a word's characters. */
export const quoted = (value: string): string =>
	/^[\p{L}\p{N}._:/@-]+$/u.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;

/** Five minutes before and after a moment, in epoch microseconds. */
export function around(micros: number): TimeRange {
	const at = (ms: number) => new Date(ms).toISOString();
	const ms = Math.floor(micros / 1_000);
	return { type: 'between', from: at(ms - 5 * 60_000), to: at(ms + 5 * 60_000) };
}
