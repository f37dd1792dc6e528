import type { CredentialUse } from '@/core/credentials/credential.ts';
import type { CredentialLine } from '@/core/credentials/row-line.ts';
import type { CredentialRow } from '@/core/credentials/views.ts';
import { parseTime } from '@/core/event/time.ts';
import type { CredentialStore, KeyedUse, OwnSql, RowToStore } from './credential-port.ts';
import type { EventEngine } from './engine.ts';
import type { Queries } from './queries.ts';

/** Rows of one insert: small enough that encoding does not hold the event loop. */
const rowsAtOnce = 2_000;

const text = (...names: readonly string[]) => names.map((name) => `${name} String`);
const lists = (...names: readonly string[]) => names.map((name) => `${name} Array(String)`);

const useStructure = [
	...text('workspace', 'key', 'event_id', 'provider', 'operation', 'action_class', 'outcome'),
	...text('environment', 'run_id', 'machine', 'principal', 'source_address', 'run_environment'),
	'sort_micros Int64',
	'time_micros Nullable(Int64)',
	'resources Array(String)',
	'rank UInt16',
].join(', ');

const faceStructure = 'workspace String, id String, face String, revision UInt64, gone UInt8';

const rowStructure = [
	...text(
		'workspace',
		'id',
		'title',
		'kind',
		'provider',
		'owner_state',
		'owner',
		'status',
		'level',
	),
	...text('expiry_state', 'used_state', 'scopes_state', 'search'),
	...lists('environments', 'tags', 'findings', 'granted', 'used', 'unused', 'places'),
	'revision UInt64',
	'gone UInt8',
	'severity UInt8',
	...['weight', 'reaches', 'destroys', 'sightings'].map((name) => `${name} UInt32`),
	...['expires_micros', 'issued_micros', 'used_micros'].map((name) => `${name} Int64`),
	'uses UInt64',
].join(', ');

/** Uses and rows of credentials over an engine whose migrations are applied. */
export function credentialStore(engine: EventEngine, queries: Queries): CredentialStore {
	const insert = async <T>(
		name: 'insert-credential-uses' | 'insert-credential-rows' | 'insert-credential-faces',
		structure: string,
		given: readonly T[],
		line: (item: T) => object,
	) => {
		for (let start = 0; start < given.length; start += rowsAtOnce) {
			const part = given.slice(start, start + rowsAtOnce);
			const lines = part.map((item) => JSON.stringify(line(item))).join('\n');
			await engine.insertLines(queries[name], structure, `${lines}\n`);
		}
	};
	return {
		addUses: (workspace, uses) =>
			insert('insert-credential-uses', useStructure, uses, (each) => ({
				workspace,
				...useLine(each),
			})),
		writeRows: async (workspace, rows) => {
			// Faces first: what a list names has one.
			await insert('insert-credential-faces', faceStructure, rows, (each) => ({
				workspace,
				...faceLine(each),
			}));
			await insert('insert-credential-rows', rowStructure, rows, (each) => ({
				workspace,
				...rowLine(each),
			}));
		},
		faces: async (workspace, ids) => {
			const rows = await engine.rows<{ id: string; face: string }>(queries['credential-faces'], {
				workspace,
				ids,
				limit: ids.length,
			});
			const byId = new Map(
				rows.map(({ id, face }) => [id, JSON.parse(face) as CredentialRow] as const),
			);
			return ids.flatMap((id) => byId.get(id) ?? []);
		},
		rows: (workspace, name, params, own = {}) =>
			engine.rows(withOwn(queries[name], own), { ...params, workspace }),
		settle: async () => {
			await engine.run('OPTIMIZE TABLE credential_rows FINAL');
			await engine.run('OPTIMIZE TABLE credential_faces FINAL');
		},
	};
}

const withOwn = (sql: string, own: OwnSql): string =>
	sql.replace(
		/\{(filters|after|rank|key|direction)\}/g,
		(_, name: keyof OwnSql) => own[name] ?? '',
	);

const classRanks = ['read', 'execute', 'create', 'modify', 'delete', 'grant', 'expose', 'destroy'];

/** One event is one use; what its result told stands above what was not known yet. */
const rankOf = (use: CredentialUse): number =>
	(use.outcome === 'unknown' ? 0 : 100) + classRanks.indexOf(use.actionClass ?? '') + 1;

function useLine({ key, use }: KeyedUse) {
	const time = use.at === null ? null : parseTime(use.at);
	return {
		key,
		event_id: use.eventId,
		sort_micros: time ?? 0,
		time_micros: time,
		provider: use.provider,
		operation: use.operation,
		action_class: use.actionClass ?? '',
		outcome: use.outcome,
		environment: use.environment,
		resources: use.resources,
		run_id: use.runId ?? '',
		machine: use.machine ?? '',
		principal: use.principal ?? '',
		source_address: use.sourceAddress ?? '',
		run_environment: use.runEnvironment,
		rank: rankOf(use),
	};
}

const noLine: Omit<CredentialLine, 'id' | 'row'> = {
	title: '',
	kind: '',
	provider: '',
	owner_state: '',
	owner: '',
	environments: [],
	tags: [],
	status: '',
	level: '',
	severity: 0,
	weight: 0,
	findings: [],
	expiry_state: '',
	expires_micros: 0,
	issued_micros: 0,
	used_state: '',
	used_micros: 0,
	scopes_state: '',
	granted: [],
	used: [],
	unused: [],
	places: [],
	reaches: 0,
	destroys: 0,
	sightings: 0,
	uses: 0,
	search: '',
};

const rowLine = ({ id, revision, line }: RowToStore) =>
	line === null
		? { ...noLine, id, revision, gone: 1 }
		: { ...line, row: undefined, id, revision, gone: 0 };

const faceLine = ({ id, revision, line }: RowToStore) => ({
	id,
	revision,
	gone: line === null ? 1 : 0,
	face: line === null ? '' : JSON.stringify(line.row),
});
