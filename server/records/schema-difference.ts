import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import {
	bindMigrationAwareSqlAdapterFactory,
	ColumnTypeEnum,
	type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as engineGlue from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { Pool, QueryResult } from 'pg';

const CHAR_OID = 18;
const TEXT_OID = 25;

/**
 * SQL that turns the database behind the pool into what `prisma/schema.prisma` says; null when it
 * is that already. Runs Prisma's schema engine as WebAssembly: nothing is downloaded.
 */
export async function schemaDifference(pool: Pool, schemaPath: string): Promise<string | null> {
	const content = await readFile(schemaPath, 'utf8');
	const query = pool.query;
	const adapter = bindMigrationAwareSqlAdapterFactory(adapterWithChar(pool));
	await loadEngine();
	const engine = await engineGlue.SchemaEngine.new(
		{ datamodels: [['schema.prisma', content]] },
		() => {},
		adapter,
	);
	try {
		const difference = await engine.diff({
			from: {
				tag: 'schemaDatasource',
				files: [{ path: 'schema.prisma', content }],
				configDir: '.',
			},
			to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
			script: true,
			exitCode: true,
			filters: { externalTables: [], externalEnums: [] },
		});
		return difference.exitCode === 2 ? (difference.stdout ?? '') : null;
	} finally {
		engine.free();
		pool.query = query;
	}
}

let loaded: Promise<void> | null = null;

/** The package's own entry imports the .wasm as a module, which Node cannot do: done by hand. */
function loadEngine(): Promise<void> {
	loaded ??= (async () => {
		const path = createRequire(import.meta.url).resolve(
			'@prisma/schema-engine-wasm/schema_engine_bg',
		);
		const bytes = await readFile(path.replace(/\.js$/, '.wasm'));
		const { instance } = await WebAssembly.instantiate(bytes, {
			'./schema_engine_bg.js': engineGlue as unknown as WebAssembly.ModuleImports,
		});
		const glue = engineGlue as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void };
		glue.__wbg_set_wasm(instance.exports);
		(instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
	})();
	return loaded;
}

/**
 * The adapter cannot read PostgreSQL's one-byte `"char"`, which the engine's catalogue queries ask
 * for: such columns are read as text and declared as characters. The engine asks one thing at a time.
 */
function adapterWithChar(pool: Pool): SqlMigrationAwareDriverAdapterFactory {
	let charColumns: number[] = [];
	const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<QueryResult>;
	pool.query = (async (...args: unknown[]) => {
		const result = await query(...args);
		charColumns = [];
		(result.fields ?? []).forEach((field, index) => {
			if (field.dataTypeID !== CHAR_OID) return;
			field.dataTypeID = TEXT_OID;
			charColumns.push(index);
		});
		return result;
	}) as typeof pool.query;

	const factory = new PrismaPg(pool);
	const connect = factory.connect.bind(factory);
	factory.connect = async () => {
		const adapter = await connect();
		const queryRaw = adapter.queryRaw.bind(adapter);
		adapter.queryRaw = async (sql) => {
			const answer = await queryRaw(sql);
			for (const index of charColumns) answer.columnTypes[index] = ColumnTypeEnum.Character;
			return answer;
		};
		return adapter;
	};
	return factory;
}
