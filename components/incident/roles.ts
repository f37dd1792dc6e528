import type { CauseBasis, ChainRole } from '@/core/incidents/document.ts';

/** A colour for each role in the root-cause chain, from the tokens; its word always stands beside it. */
export const roleColors: Readonly<Record<ChainRole, string>> = {
	task: 'var(--accent)',
	trigger: 'var(--deny)',
	discovery: 'var(--read)',
	'credential-exposure': 'var(--expose)',
	deviation: 'var(--grant)',
	'credential-use': 'var(--modify)',
	impact: 'var(--destroy)',
	aggravation: 'var(--destroy)',
	detection: 'var(--execute)',
	recovery: 'var(--create)',
	admission: 'var(--muted)',
};

export const roleNames: Readonly<Record<ChainRole, string>> = {
	task: 'task',
	trigger: 'trigger',
	discovery: 'discovery',
	'credential-exposure': 'credential exposure',
	deviation: 'deviation',
	'credential-use': 'credential use',
	impact: 'impact',
	aggravation: 'aggravation',
	detection: 'detection',
	recovery: 'recovery',
	admission: 'admission',
};

/** Why a step is the cause of another, in words that go before or after its number. */
export const basisWords: Readonly<Record<CauseBasis, string>> = {
	'call-result': 'result of',
	'same-turn': 'same turn as',
	'value-provenance': 'value from',
	'same-action': 'same action as',
	containment: 'falls with',
};
