import { loadModule, parseSync } from 'libpg-query';
import type { SqlGrammar, SqlTree } from '@/core/actions/sql/statements.ts';

let loading: Promise<SqlGrammar> | null = null;

/** Loads PostgreSQL's parser (WebAssembly) once a process. */
export function loadSqlGrammar(): Promise<SqlGrammar> {
	loading ??= loadModule().then(() => ({
		parse(sql: string): SqlTree | null {
			try {
				return parseSync(sql) as SqlTree;
			} catch {
				return null;
			}
		},
	}));
	return loading;
}
