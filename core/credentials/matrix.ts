import type { AssessedCredential } from './assessed.ts';
import type { Scope, ScopeLevel } from './credential.ts';
import { greatestLevel } from './levels.ts';
import { globMatches } from './reach.ts';
import { titleOf } from './title.ts';
import { usedScopes } from './used-scopes.ts';
import type { ScopeCell, ScopeMatrixView } from './views.ts';

const rowsMax = 200;
const columnsMax = 60;

const keyOf = ({ provider, permission, resource }: Scope): string =>
	`${provider} ${permission} ${resource}`;

/**
 * Credentials against permissions, granted and used in one cell. A use falls into the granted column
 * that covers it, and has a column of its own where none does. The commonest 60 columns are kept.
 */
export function scopeMatrix(all: readonly AssessedCredential[]): ScopeMatrixView {
	const known = all.filter(({ credential: { scopes } }) => scopes.state === 'value');
	const columns = new Map<string, { scope: Scope; count: number }>();
	const rows = known.slice(0, rowsMax).map(({ id, credential, uses, findings }) => {
		const granted = credential.scopes.state === 'value' ? credential.scopes.value : [];
		const cells = cellsOf(granted, usedScopes(credential, uses), columns);
		return {
			id,
			title: titleOf(credential),
			provider: credential.provider,
			environments: credential.environments,
			severity: findings[0]?.severity ?? null,
			cells,
		};
	});
	const kept = [...columns.entries()]
		.sort((a, b) => b[1].count - a[1].count || a[0].localeCompare(b[0]))
		.slice(0, columnsMax)
		.sort((a, b) => a[0].localeCompare(b[0]));
	const keys = new Set(kept.map(([key]) => key));
	return {
		columns: kept.map(([key, { scope }]) => ({
			key,
			provider: scope.provider,
			permission: scope.permission,
			resource: scope.resource,
		})),
		rows: rows.map((row) => ({
			...row,
			cells: row.cells.filter(({ column }) => keys.has(column)),
		})),
		unknown: all.filter(({ credential }) => credential.scopes.state === 'unknown').length,
		total: known.length,
	};
}

function cellsOf(
	granted: readonly Scope[],
	used: readonly Scope[],
	columns: Map<string, { scope: Scope; count: number }>,
): ScopeCell[] {
	const cells = new Map<string, { granted: ScopeLevel | null; used: ScopeLevel | null }>();
	const cellAt = (scope: Scope) => {
		const key = keyOf(scope);
		let cell = cells.get(key);
		if (cell === undefined) {
			cell = { granted: null, used: null };
			cells.set(key, cell);
			const column = columns.get(key);
			if (column === undefined) columns.set(key, { scope, count: 1 });
			else column.count++;
		}
		return cell;
	};
	for (const scope of granted) {
		const cell = cellAt(scope);
		cell.granted = greatestLevel([scope.level, ...(cell.granted === null ? [] : [cell.granted])]);
	}
	for (const use of used) {
		const covering = granted.find(
			(scope) => scope.provider === use.provider && globMatches(scope.permission, use.permission),
		);
		const cell = cellAt(covering ?? { ...use, resource: '*' });
		cell.used = greatestLevel([use.level, ...(cell.used === null ? [] : [cell.used])]);
	}
	return [...cells].map(([column, cell]) => ({ column, ...cell }));
}
