import { levelRank } from './levels.ts';
import { everythingArea, fills, readColumn, type ScopeColumn } from './scopes/column.ts';
import type { CredentialRow, MatrixColumn, MatrixRow, ScopeCell } from './views.ts';

/** Columns of the scopes that a credential has and needed, as its row keeps them. */
export interface RowColumns {
	readonly granted: readonly string[];
	readonly used: readonly string[];
	readonly unusedGrants: number;
}

/** By provider, then area (everything first), then from read to destroy. */
export const byPlace = (a: ScopeColumn, b: ScopeColumn): number =>
	a.provider.localeCompare(b.provider) ||
	Number(b.area === everythingArea) - Number(a.area === everythingArea) ||
	a.area.localeCompare(b.area) ||
	levelRank(a.level) - levelRank(b.level);

/** One credential against the columns of the matrix. A grant of everything fills all of its provider. */
export function matrixRow(
	row: CredentialRow,
	{ granted, used, unusedGrants }: RowColumns,
	columns: readonly MatrixColumn[],
): MatrixRow {
	const grants = granted.flatMap((key) => readColumn(key) ?? []);
	const own = new Set(granted);
	const needed = new Set(used);
	const cells = columns.flatMap((column): ScopeCell[] => {
		const isUsed = needed.has(column.key);
		const by = own.has(column.key)
			? ('itself' as const)
			: grants.some((each) => fills(each, column))
				? ('whole' as const)
				: null;
		return by === null && !isUsed ? [] : [{ column: column.key, granted: by, used: isUsed }];
	});
	return {
		id: row.id,
		title: row.title,
		kindTitle: row.kindTitle,
		provider: row.provider,
		owner: row.owner,
		environments: row.environments,
		severity: row.severity,
		scopes: row.scopes.state,
		isUseKnown: used.length > 0,
		cells,
		unusedGrants,
		narrower: narrowerInWords(row, grants, used),
	};
}

const namedMax = 3;

/** What could be taken away, in a few words. Null: nobody knows what is granted, or what is needed. */
function narrowerInWords(
	row: CredentialRow,
	grants: readonly ScopeColumn[],
	used: readonly string[],
): string | null {
	if (row.scopes.state !== 'value') return null;
	if (row.findings.some(({ kind }) => kind === 'unused')) return 'revoke it: unused';
	if (used.length === 0) return null;
	const needed = used.flatMap((key) => readColumn(key) ?? []);
	if (grants.some(({ area }) => area === everythingArea)) {
		return `only ${listed([...new Set(needed.map(({ area }) => area))])}`;
	}
	const unused = grants
		.filter((grant) => !needed.some((each) => fills(grant, each)))
		.sort((a, b) => levelRank(b.level) - levelRank(a.level));
	if (unused.length === 0) return 'as narrow as its use';
	return `drop ${listed([...new Set(unused.map(({ area, level }) => `${area} ${level}`))])}`;
}

function listed(words: readonly string[]): string {
	const more = words.length - namedMax;
	return `${words.slice(0, namedMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
