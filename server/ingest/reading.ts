import type { Act, ActionClass } from '@/core/actions/action.ts';
import { newRunState, type RunState, readActs } from '@/core/actions/understand.ts';
import { createUnderstanding, type Understanding } from '@/core/actions/understanding.ts';
import type { Event } from '@/core/event/event.ts';
import type { EventReading } from '@/server/events/port.ts';
import { loadShellGrammar } from '@/server/parsers/shell-grammar.ts';
import { loadSqlGrammar } from '@/server/parsers/sql-grammar.ts';

let loading: Promise<Understanding> | null = null;

/** The grammars and the catalogue, loaded once a process. */
export function loadUnderstanding(): Promise<Understanding> {
	loading ??= Promise.all([loadShellGrammar(), loadSqlGrammar()]).then(([shell, sql]) =>
		createUnderstanding({ shell, sql }),
	);
	return loading;
}

/** Worst first: an event that does several things is found under the worst of them. */
const gravity: readonly ActionClass[] = [
	'destroy',
	'expose',
	'grant',
	'delete',
	'modify',
	'create',
	'execute',
	'read',
];

const runsRememberedMax = 10_000;

/** What an event did, and what it is searched by. */
export interface ReadEvent {
	readonly acts: readonly Act[];
	readonly reading: EventReading;
}

/** Reads events as they come in, each run's in order. */
export function eventReader(understanding: Understanding): (event: Event) => ReadEvent {
	const states = new Map<string, RunState>();
	const stateOf = (event: Event): RunState => {
		const run = event.run?.id ?? '';
		let state = states.get(run);
		if (state === undefined) {
			if (states.size >= runsRememberedMax) states.clear();
			state = newRunState();
			states.set(run, state);
		}
		return state;
	};
	return (event) => {
		const acts = readActs(event, understanding, stateOf(event));
		return { acts, reading: readingOf(acts) };
	};
}

function readingOf(acts: readonly Act[]): EventReading {
	const worst = acts.toSorted((a, b) => gravity.indexOf(a.class) - gravity.indexOf(b.class))[0];
	if (worst === undefined) {
		return { operation: null, provider: null, actionClass: null, environment: 'unknown' };
	}
	const ofResource = worst.resources.find((resource) => resource.environment !== 'unknown');
	return {
		operation: worst.operation,
		provider: worst.provider,
		actionClass: worst.class,
		environment: worst.environment?.value ?? ofResource?.environment ?? 'unknown',
	};
}
