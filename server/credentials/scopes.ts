import { type Actor, may } from '@/core/access/permissions.ts';
import { byPlace, matrixRow } from '@/core/credentials/matrix.ts';
import { rowAsOf } from '@/core/credentials/row.ts';
import { readColumn } from '@/core/credentials/scopes/column.ts';
import type { MatrixColumn, ScopeMatrixView } from '@/core/credentials/views.ts';
import { fail, failure, ok, type Result } from '@/core/result.ts';
import { installation } from '@/server/installation/installation.ts';
import { freshen } from './assess.ts';
import {
	type CredentialFilter,
	conditionsOf,
	credentialFilterSchema,
	orderOf,
	readCursor,
	writeCursor,
} from './row-filter.ts';
import { ofRows } from './rows.ts';

const columnsMax = 80;
/** Looked at to know how many were left out. */
const columnsRead = 1_000;

interface Row {
	readonly id: string;
	readonly rank: number;
	readonly sort_key: number | string;
	readonly granted: string[];
	readonly used: string[];
	readonly unused_grants: number;
}

/** Granted against used scopes, of the credentials that match the filter; those of unknown scopes counted. */
export async function credentialScopes(
	actor: Actor,
	filter: CredentialFilter = credentialFilterSchema.parse({}),
): Promise<Result<ScopeMatrixView>> {
	const nothing = {
		columns: [],
		rows: [],
		nextCursor: null,
		total: 0,
		unknown: 0,
		columnsLeftOut: 0,
	};
	if (!may(actor, 'credentials.read')) return ok(nothing);
	const after = readCursor(filter.cursor, filter.sort);
	if (after === false) {
		return fail(failure('invalid-input', 'the cursor is not one of this list; leave it out'));
	}
	const at = new Date();
	await freshen(actor, at);
	const store = installation().events.credentials;
	const { workspaceId } = actor;
	const { sql, params } = conditionsOf(filter, at.getTime() * 1_000);
	const known = `${sql}\n  AND (notEmpty(granted) OR notEmpty(used))`;
	const order = orderOf(filter.sort, after);
	// The head is the same for every page and order of one filter.
	const [{ columns, total, unknown }, rows] = await Promise.all([
		ofRows(actor, `scopes ${JSON.stringify([sql, params])}`, async () => {
			const [columns, total, unknown] = await Promise.all([
				store.rows<{ column: string; granted: number; used: number; unused: number }>(
					workspaceId,
					'credential-columns',
					{ ...params, limit: columnsRead },
					{ filters: sql },
				),
				store.rows<{ credentials: number }>(workspaceId, 'credential-count', params, {
					filters: known,
				}),
				store.rows<{ credentials: number }>(workspaceId, 'credential-count', params, {
					filters: `${sql}\n  AND scopes_state = 'unknown'`,
				}),
			]);
			return { columns, total, unknown };
		}),
		store.rows<Row>(
			workspaceId,
			'credential-scope-rows',
			{ ...params, ...order.params, limit: filter.limit + 1 },
			{ ...order.own, filters: known },
		),
	]);
	const shown = columns
		.flatMap(({ column, ...counts }): MatrixColumn[] => {
			const read = readColumn(column);
			return read === null ? [] : [{ ...read, key: column, ...counts }];
		})
		.slice(0, columnsMax)
		.sort(byPlace);
	const page = rows.slice(0, filter.limit);
	const last = page.at(-1);
	const now = at.toISOString();
	const faces = await store.faces(
		workspaceId,
		page.map(({ id }) => id),
	);
	const scopesOf = new Map(page.map((row) => [row.id, row]));
	return ok({
		columns: shown,
		rows: faces.map((face) => {
			const {
				granted = [],
				used = [],
				unused_grants: unusedGrants = 0,
			} = scopesOf.get(face.id) ?? {};
			return matrixRow(rowAsOf(face, now), { granted, used, unusedGrants }, shown);
		}),
		nextCursor:
			last === undefined || rows.length <= filter.limit
				? null
				: writeCursor(filter.sort, { rank: last.rank, key: last.sort_key, id: last.id }),
		total: total[0]?.credentials ?? 0,
		unknown: unknown[0]?.credentials ?? 0,
		columnsLeftOut: Math.max(0, columns.length - columnsMax),
	});
}
