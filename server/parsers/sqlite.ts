import '@/server/wasm-calls.ts';
import { dirname, join } from 'node:path';
import initSqlJs, { type SqlJsStatic } from 'sql.js';

let loading: Promise<SqlJsStatic> | null = null;

/** Loads SQLite (WebAssembly, from node_modules) once a process. */
export function loadSqlite(): Promise<SqlJsStatic> {
	loading ??= load();
	return loading;
}

function load(): Promise<SqlJsStatic> {
	// By its runtime name: a bundler that sees `createRequire` turns the path into a module number.
	const { createRequire } = process.getBuiltinModule('node:module');
	const require = createRequire(import.meta.url);
	const folder = dirname(require.resolve('sql.js/dist/sql-wasm.wasm'));
	return initSqlJs({ locateFile: (file) => join(folder, file) });
}
