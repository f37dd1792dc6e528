import type { Event, ProviderRecord } from '../event/event.ts';
import { type Fingerprint, fingerprint } from '../event/ids.ts';
import type { Act, Reading } from './action.ts';
import { environmentNamed } from './environment.ts';
import { readOperation, resourceRef } from './reading.ts';
import { newShellState, type ShellState } from './shell/script.ts';
import { readSql } from './sql/statements.ts';
import { readToolCall } from './tools.ts';
import type { Understanding } from './understanding.ts';
import { vaultOperation } from './vault-paths.ts';

/** What one run's earlier commands left behind; start a run with `newRunState()`. */
export interface RunState {
	readonly shell: ShellState;
}

export const newRunState = (): RunState => ({ shell: newShellState() });

const MARKER = /‹([a-z0-9-]+):([0-9a-f]{20})›/g;

/** Fingerprints of the secrets whose markers stand in a text, in order, each once. */
export const fingerprintsIn = (text: string): Fingerprint[] =>
	text.includes('‹')
		? [...new Set([...text.matchAll(MARKER)].map((match) => fingerprint(match[2] ?? '')))]
		: [];

/**
 * What an event did: acts of a tool call or of a provider's record, none for other kinds. Never
 * throws: what no reader understands yields an `execute` act or nothing. `state` must be the state
 * of the event's run and events must come in the run's order.
 */
export function readActs(event: Event, understanding: Understanding, state: RunState): Act[] {
	const readings =
		event.call !== null
			? readToolCall(event.call, understanding, state.shell)
			: event.record !== null
				? readRecord(event.record, understanding)
				: [];
	return readings.slice(0, 500).map((act) => ({
		...act,
		eventId: event.id,
		credentials: fingerprintsIn(act.text),
	}));
}

/** A provider's record as acts of the same shape as an agent's call. */
function readRecord(record: ProviderRecord, understanding: Understanding): Reading[] {
	const { catalogue, sql } = understanding;
	const parameters = [record.parameters, record.response];
	const text = JSON.stringify(parameters) ?? '';
	if (record.provider === 'postgres') {
		const statement = statementOf(record);
		const acts =
			statement === null
				? []
				: readSql(statement, sql, catalogue, record.project ?? record.environment);
		if (acts.length > 0) return acts.map((act) => ({ ...act, text }));
	}
	const path =
		record.provider === 'vault'
			? vaultOperation(...(record.operation.split(/ (.*)/s, 2) as [string, string]))
			: null;
	const operation = path?.name ?? record.operation;
	// What was answered (that a database is public) is no change that was asked for.
	const asked = record.parameters ?? {};
	const known = catalogue.operation(record.provider, operation, asked);
	const subjects =
		path === null
			? subjectsOf(record, known?.kind ?? null, understanding)
			: { ids: [path.id], ofKind: true };
	const act = readOperation(catalogue, {
		provider: record.provider,
		operation,
		parameters,
		asked,
		ids: subjects.ids,
		idsFirst: subjects.ofKind,
		text,
	});
	const names = new Map(record.resources.map((resource) => [resource.id, resource]));
	const own = record.environment === null ? null : environmentNamed(record.environment);
	const fromProject = record.project === null ? null : environmentNamed(record.project);
	const resources = (
		act.resources.length > 0
			? act.resources
			: record.resources.map((r) =>
					resourceRef(record.provider, r.kind ?? 'resource', r.id, r.name),
				)
	).map((resource) => {
		const named = names.get(resource.id);
		return named === undefined || named.name === null
			? resource
			: { ...resourceRef(resource.provider, resource.kind, resource.id, named.name) };
	});
	return [
		{
			...act,
			resources,
			environment:
				own !== null
					? { value: own, reason: `the provider's record says “${record.environment}”` }
					: (act.environment ??
						(fromProject === null
							? null
							: {
									value: fromProject,
									reason: `the project “${record.project}” in the provider's record`,
								})),
		},
	];
}

/**
 * Of the resources that a record names, those that the operation is about: of its kind where any are,
 * else the first. A record about a pod names its namespace too, which it does not touch.
 */
function subjectsOf(
	record: ProviderRecord,
	kind: string | null,
	{ catalogue }: Understanding,
): { readonly ids: readonly string[]; readonly ofKind: boolean } {
	const ofKind = record.resources.filter(
		(resource) =>
			kind !== null &&
			resource.kind !== null &&
			(catalogue.kindOfNoun(record.provider, resource.kind)?.kind ?? resource.kind) === kind,
	);
	if (ofKind.length > 0) return { ids: ofKind.map((resource) => resource.id), ofKind: true };
	return { ids: record.resources.slice(0, 1).map((resource) => resource.id), ofKind: false };
}

function statementOf(record: ProviderRecord): string | null {
	const parameters = record.parameters;
	if (parameters === null || typeof parameters !== 'object' || Array.isArray(parameters))
		return null;
	const statement = parameters.statement ?? parameters.query;
	return typeof statement === 'string' ? statement : null;
}
