/** Branded identifiers; each is an opaque string outside the module that makes it. */
declare const idBrand: unique symbol;
type Branded<Name extends string> = string & { readonly [idBrand]: Name };

/** `ev_` + 26 characters; derives from workspace, format and content, so the same record has the same id. */
export type EventId = Branded<'EventId'>;
export type WorkspaceId = Branded<'WorkspaceId'>;
/** An agent run (session), as its agent names it. */
export type RunId = Branded<'RunId'>;
/** 20 hexadecimal digits: HMAC-SHA-256 of a secret under the workspace's key, truncated to 80 bits. */
export type Fingerprint = Branded<'Fingerprint'>;
export type IncidentId = Branded<'IncidentId'>;
export type CredentialId = Branded<'CredentialId'>;
export type UserId = Branded<'UserId'>;

export const eventId = (text: string): EventId => text as EventId;
export const workspaceId = (text: string): WorkspaceId => text as WorkspaceId;
export const runId = (text: string): RunId => text as RunId;
export const fingerprint = (text: string): Fingerprint => text as Fingerprint;
export const userId = (text: string): UserId => text as UserId;
