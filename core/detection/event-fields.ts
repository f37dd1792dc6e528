import type { Act } from '../actions/action.ts';
import type { Event } from '../event/event.ts';
import { ownSources } from './log-sources.ts';
import { recordFields } from './record-fields.ts';
import type { FieldSource, FieldValue } from './sigma/expression.ts';
import type { LogSource } from './sigma/rule.ts';

/** What is known of an event beyond the event itself. */
export interface EventContext {
	readonly act: Act | null;
	/** The environment that reconstruction settled on; null: as the act says. */
	readonly environment: string | null;
	/** How the call ended, where its result is known. */
	readonly outcome: string | null;
}

type Reader = (event: Event, context: EventContext) => readonly (FieldValue | undefined)[];

/**
 * Aftertrace's own fields: the same names for every agent and every provider. A field without a
 * value is absent. `docs/rules.md` says what each holds; a test holds the two together.
 */
export const ownFields: Readonly<Record<string, Reader>> = {
	'event.kind': (event) => [event.kind],
	'event.format': (event) => [event.origin.format],
	text: (event) => [event.text],
	'actor.type': (event) => [event.actor.type],
	'actor.name': (event) => [event.actor.name],
	'run.id': (event) => [event.run?.id],
	'run.product': (event) => [event.run?.product],
	'run.model': (event) => [event.run?.model],
	'run.parent': (event) => [event.run?.parent],
	'run.folder': (event) => [event.run?.folder],
	'run.branch': (event) => [event.run?.branch],
	'run.permission_mode': (event) => [event.run?.permissionMode],
	tool: (event) => [event.call?.tool],
	'call.id': (event) => [event.call?.id ?? event.result?.callId ?? event.approval?.callId],
	output: (event) => [event.result?.output],
	exit_code: (event) => [event.result?.exitCode],
	outcome: (event, { outcome }) => [event.result?.status ?? event.record?.outcome ?? outcome],
	'approval.decision': (event) => [event.approval?.decision],
	'approval.by': (event) => [event.approval?.by],
	'action.class': (_, { act }) => [act?.class],
	'action.weakens': (_, { act }) => [act?.weakens],
	'action.undo': (_, { act }) => [act?.recovery.undo],
	'action.falls_with': (_, { act }) => act?.fallsWith ?? [],
	command: (_, { act }) => [act?.text],
	operation: (event, { act }) => distinct([act?.operation, event.record?.operation]),
	provider: (event, { act }) => distinct([act?.provider, event.record?.provider]),
	environment: (_, context) => environmentsOf(context),
	'resource.kind': (_, { act }) => distinct(act?.resources.map(({ kind }) => kind) ?? []),
	'resource.id': (event, { act }) =>
		distinct([
			...(act?.resources.map(({ id }) => id) ?? []),
			...(event.record?.resources.map(({ id }) => id) ?? []),
		]),
	'resource.name': (_, { act }) => distinct(act?.resources.map(({ name }) => name) ?? []),
	host: (_, { act }) => act?.hosts ?? [],
	'path.read': (_, { act }) => act?.readsPaths ?? [],
	'path.written': (_, { act }) => act?.writesPaths ?? [],
	'credential.kind': (event) => distinct(event.sightings.map(({ kind }) => kind)),
	'credential.fingerprint': (event, { act }) =>
		distinct([
			...event.sightings.map(({ fingerprint }) => fingerprint),
			...(act?.credentials ?? []),
		]),
	'credential.id': (event) => [event.record?.credentialId],
	'error.code': (event) => [event.record?.errorCode],
	principal: (event) => [event.record?.principal],
	'source.address': (event) => [event.record?.sourceAddress],
	user_agent: (event) => [event.record?.userAgent],
	project: (event) => [event.record?.project],
	region: (event) => [event.record?.region],
};

/** Own fields that open a whole structure: `input.command`, `parameters.bucketName`. */
export const ownStructures = {
	input: (event: Event) => event.call?.input,
	parameters: (event: Event) => event.record?.parameters,
	response: (event: Event) => event.record?.response,
} as const satisfies Readonly<Record<string, (event: Event) => unknown>>;

/** An event, or one act of it, as rules over Aftertrace's own fields see it. */
export function eventFields(event: Event, context: EventContext): FieldSource {
	return {
		values(field) {
			const reader = Object.hasOwn(ownFields, field) ? ownFields[field] : undefined;
			if (reader !== undefined) {
				const values = reader(event, context).filter(
					(value): value is Exclude<FieldValue, null> => value !== undefined && value !== null,
				);
				return values.length === 0 ? undefined : values;
			}
			const dot = field.indexOf('.');
			const structure = dot === -1 ? field : field.slice(0, dot);
			if (!Object.hasOwn(ownStructures, structure)) return undefined;
			const content = ownStructures[structure as keyof typeof ownStructures](event);
			if (content === undefined || content === null) return undefined;
			return recordFields({ [structure]: content }).values(field);
		},
		texts: () =>
			context.act === null
				? [event.text, event.result?.output ?? ''].filter((text) => text !== '')
				: [event.text, context.act.text],
	};
}

/** Which of Aftertrace's own log sources an event stands in. */
export const ownSourcesOf = (event: Event): readonly LogSource[] =>
	event.record !== null
		? ownSources.provider
		: event.run !== null
			? ownSources.agent
			: ownSources.record;

const distinct = (
	values: readonly (string | null | undefined)[],
): readonly (string | null | undefined)[] => [...new Set(values)];

function environmentsOf({ act, environment }: EventContext): readonly string[] {
	if (environment !== null) return [environment];
	if (act === null) return [];
	const named = [act.environment?.value, ...act.resources.map((each) => each.environment)].filter(
		(each) => each !== undefined && each !== 'unknown',
	) as string[];
	return named.length === 0 ? ['unknown'] : [...new Set(named)];
}
