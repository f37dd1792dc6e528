import type { EventId, Fingerprint, RunId } from './ids.ts';
import type { RedactedJson, RedactedText } from './text.ts';
import type { EpochMicros } from './time.ts';

/**
 * An event is what happened, as recorded by one source. Field meanings follow OCSF and ECS where
 * these have one; the mapping stands beside each field (OCSF name / ECS name).
 *
 * One record of a log (a line, an array element) yields no, one or several events.
 */
export interface Event {
	/** metadata.uid / event.id */
	readonly id: EventId;
	readonly kind: EventKind;
	/** time / @timestamp. Null where the source has none; never invented. */
	readonly time: EpochMicros | null;
	/** Position in its source (record × 1,000 + part): orders events that share a time or have none. */
	readonly order: number;
	readonly origin: Origin;
	/** The agent run that it belongs to; null for provider records. */
	readonly run: Run | null;
	/** actor / user: who did it, as the source says. */
	readonly actor: EventActor;
	/** message: what a person reads first: the prompt, the command, the output, the operation. */
	readonly text: RedactedText;
	/** Present on `tool-call`. */
	readonly call: ToolCall | null;
	/** Present on `tool-result`. */
	readonly result: ToolResult | null;
	/** Present on `provider-record`: api / cloud.* */
	readonly record: ProviderRecord | null;
	/** Present on `approval`. */
	readonly approval: Approval | null;
	/** Where secrets stood in this event. */
	readonly sightings: readonly Sighting[];
	/** raw_data / event.original: the whole record as received, redacted. */
	readonly raw: RedactedText;
}

export type EventKind =
	| 'prompt' // a human asked the agent
	| 'reasoning' // the agent thought, as recorded
	| 'message' // the agent said
	| 'tool-call'
	| 'tool-result'
	| 'approval' // a call was allowed or refused, by a human, a hook or the configuration
	| 'configuration' // what the run was set up with: tools, permissions, model, sandbox
	| 'provider-record'
	| 'record'; // anything else that a log holds

/** Where an event came from. `line` is 1-based; in a JSON array it is the line at which the element starts. */
export interface Origin {
	readonly format: string;
	/** The name under which the source was connected, or the file's base name. */
	readonly source: string;
	readonly path: string | null;
	readonly line: number | null;
	/** Id of the request that delivered it, where no file did. */
	readonly request: string | null;
}

export interface Run {
	readonly id: RunId;
	/** The agent's product: `claude-code`, `cursor`, `codex` … */
	readonly product: string;
	readonly version: string | null;
	readonly model: string | null;
	/** The run that started this one as a subagent. */
	readonly parent: RunId | null;
	/** Call id of the tool call that started this subagent, where known. */
	readonly parentCall: string | null;
	readonly folder: string | null;
	readonly branch: string | null;
	readonly machine: string | null;
	readonly user: string | null;
	/** As the agent names it: `default`, `acceptEdits`, `bypassPermissions`, `on-request` … */
	readonly permissionMode: string | null;
}

export interface EventActor {
	readonly type: 'human' | 'agent' | 'tool' | 'service' | 'unknown';
	readonly name: string | null;
}

export interface ToolCall {
	/** The agent's id of the call; results name it. Synthesised by the reader where the source has none. */
	readonly id: string;
	readonly tool: string;
	readonly input: RedactedJson;
}

export interface ToolResult {
	/** The call that it answers; null when the source does not say and the reader cannot tell. */
	readonly callId: string | null;
	/** `denied`: the call did not run because a human, a hook or the configuration refused it. */
	readonly status: 'ok' | 'error' | 'denied' | 'unknown';
	readonly exitCode: number | null;
	readonly output: RedactedText;
	/** Milliseconds, where the source measured it. */
	readonly durationMs: number | null;
}

export interface ProviderRecord {
	/** `aws`, `railway`, `github` … as in the catalogue. */
	readonly provider: string;
	/** As audited: `ec2:TerminateInstances`, `Volume.deleted` … */
	readonly operation: string;
	readonly outcome: 'ok' | 'denied' | 'error' | 'unknown';
	readonly errorCode: string | null;
	readonly requestId: string | null;
	/** Who, in the provider's words: an ARN, a login, an e-mail address. */
	readonly principal: string | null;
	/** The provider's id of the credential used: access key id, token id, accessor. No secret. */
	readonly credentialId: string | null;
	readonly sourceAddress: string | null;
	readonly userAgent: string | null;
	/** Resources that the record itself names. */
	readonly resources: readonly NamedResource[];
	/** Provider's own environment name or id, project or account, region. */
	readonly environment: string | null;
	readonly project: string | null;
	readonly region: string | null;
	readonly parameters: RedactedJson;
	readonly response: RedactedJson;
}

export interface NamedResource {
	readonly kind: string | null;
	readonly id: string;
	readonly name: string | null;
}

export interface Approval {
	readonly callId: string | null;
	readonly decision: 'allowed' | 'denied';
	/** Who decided: a human at the prompt, a hook, or the configuration without asking. */
	readonly by: 'human' | 'hook' | 'configuration' | 'unknown';
	readonly reason: RedactedText | null;
}

/** A place where a credential was seen. */
export interface Sighting {
	readonly fingerprint: Fingerprint;
	/** `railway-api-token`, `aws-access-key`, `bearer-token` …: `core/secrets/kinds`. */
	readonly kind: string;
	/** JSON path of the string in the record, or `line` for plain text. */
	readonly field: string;
	/** What named it: the variable, header, JSON key or flag; null where it stood alone. */
	readonly label: string | null;
	/** Keyed hashes of the last four and last eight characters, to join with inventories that show those. */
	readonly tail4: string;
	readonly tail8: string;
}
