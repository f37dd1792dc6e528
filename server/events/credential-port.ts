import type { CredentialUse } from '@/core/credentials/credential.ts';
import type { CredentialLine } from '@/core/credentials/row-line.ts';
import type { CredentialRow } from '@/core/credentials/views.ts';
import type { WorkspaceId } from '@/core/event/ids.ts';
import type { QueryParams } from './engine.ts';
import type { QueryName } from './queries.ts';

/** A use on its way into the store, under the key by which it names its credential. */
export interface KeyedUse {
	readonly key: string;
	readonly use: CredentialUse;
}

/** A credential's row on its way into the store; without a line: the credential is no more. */
export interface RowToStore {
	readonly id: string;
	/** The highest stands. */
	readonly revision: number;
	readonly line: CredentialLine | null;
}

/** Which part of a query's SQL this program writes itself; every value in it is bound. */
export interface OwnSql {
	readonly filters?: string;
	readonly after?: string;
	readonly rank?: string;
	readonly key?: string;
	readonly direction?: '' | 'DESC';
}

export type CredentialQuery = Extract<
	QueryName,
	`credential-${string}` | 'distinct-uses' | 'use-totals' | 'uses-of-keys'
>;

/**
 * Uses and rows of credentials, where events stand. It knows no actor: `server/credentials` asks, and
 * has checked who may; a workspace is bound to every query all the same.
 */
export interface CredentialStore {
	/** Resolves when they are durable. The same again changes nothing. */
	addUses(workspace: WorkspaceId, uses: readonly KeyedUse[]): Promise<void>;
	writeRows(workspace: WorkspaceId, rows: readonly RowToStore[]): Promise<void>;
	/** What lists show of these credentials, in this order; one that is no more is left out. */
	faces(workspace: WorkspaceId, ids: readonly string[]): Promise<CredentialRow[]>;
	rows<Row>(
		workspace: WorkspaceId,
		name: CredentialQuery,
		params: QueryParams,
		own?: OwnSql,
	): Promise<Row[]>;
	/** Folds what was written in many parts into few, after much was written. */
	settle(): Promise<void>;
}
