import { severities } from '../incidents/document.ts';
import type { AssessedCredential } from './assessed.ts';
import { filesOf } from './findings/exposure.ts';
import { lastUse } from './findings/lifetime.ts';
import { levelOfScopes } from './levels.ts';
import { rowOf } from './row.ts';
import { columnKey, columnsOf, fills, readColumn } from './scopes/column.ts';
import { usedScopes } from './used-scopes.ts';
import type { CredentialRow, ReachedResource } from './views.ts';

const columnsMax = 300;
const placesMax = 50;
const searchMax = 4_000;

/**
 * A credential as lists are filtered, sorted and counted by: the columns of its row in the event
 * store. Times are epoch microseconds, 0 where there is none.
 */
export interface CredentialLine {
	readonly id: string;
	readonly title: string;
	readonly kind: string;
	readonly provider: string;
	readonly owner_state: string;
	readonly owner: string;
	readonly environments: readonly string[];
	readonly tags: readonly string[];
	readonly status: string;
	readonly level: string;
	/** Index in `severities`; their number where nothing is wrong. */
	readonly severity: number;
	/** Gravest first, then those with more findings. */
	readonly weight: number;
	readonly findings: readonly string[];
	readonly expiry_state: string;
	readonly expires_micros: number;
	readonly issued_micros: number;
	readonly used_state: string;
	readonly used_micros: number;
	readonly scopes_state: string;
	/** Columns of the scopes matrix. */
	readonly granted: readonly string[];
	readonly used: readonly string[];
	/** Granted columns that no known use needed; none where no use is known. */
	readonly unused: readonly string[];
	readonly places: readonly string[];
	readonly reaches: number;
	/** Resources that it can destroy. */
	readonly destroys: number;
	readonly sightings: number;
	readonly uses: number;
	/** Lower case. */
	readonly search: string;
	readonly row: CredentialRow;
}

const micros = (time: string | null): number => {
	const parsed = time === null ? Number.NaN : Date.parse(time);
	return Number.isFinite(parsed) ? parsed * 1_000 : 0;
};

export function credentialLine(
	assessed: AssessedCredential,
	reach: readonly ReachedResource[],
	now: string,
): CredentialLine {
	const { id, credential, findings, uses, sightings } = assessed;
	const { owner, expiresAt } = credential;
	const row = rowOf(assessed, now);
	const last = lastUse({ credential, uses });
	const columns = columnsOfScopes(assessed);
	const severity =
		findings[0] === undefined ? severities.length : severities.indexOf(findings[0].severity);
	return {
		id,
		title: row.title,
		kind: credential.kind,
		provider: credential.provider,
		owner_state: owner.state,
		owner: owner.state === 'value' ? owner.value : '',
		environments: credential.environments,
		tags: assessed.tags,
		status: credential.status,
		level: levelOfScopes(credential.scopes) ?? '',
		severity,
		weight: severity * 100 + 99 - Math.min(findings.length, 99),
		findings: findings.map(({ kind }) => kind),
		expiry_state: expiresAt.state,
		expires_micros: expiresAt.state === 'value' ? micros(expiresAt.value) : 0,
		issued_micros: micros(credential.issuedAt),
		used_state: last.state,
		used_micros: last.state === 'value' ? micros(last.value) : 0,
		scopes_state: credential.scopes.state,
		...columns,
		places: filesOf(credential, sightings).slice(0, placesMax),
		reaches: reach.length,
		destroys: reach.filter(({ level }) => level === 'destroy').length,
		sightings: assessed.sightingCount,
		uses: assessed.useCount,
		search: searchText(assessed),
		row,
	};
}

/** Columns granted and used, and how many of the granted no use needed. */
export function columnsOfScopes({
	credential,
	uses,
}: Pick<AssessedCredential, 'credential' | 'uses'>): Pick<
	CredentialLine,
	'granted' | 'used' | 'unused'
> {
	const scopes = credential.scopes.state === 'value' ? credential.scopes.value : [];
	const keys = (given: typeof scopes) =>
		[...new Set(given.flatMap(columnsOf).map(columnKey))].sort().slice(0, columnsMax);
	const granted = keys(scopes);
	const used = keys(usedScopes(credential, uses));
	const usedColumns = used.flatMap((key) => readColumn(key) ?? []);
	const unused = granted.filter((key) => {
		const column = readColumn(key);
		return column !== null && !usedColumns.some((each) => fills(column, each));
	});
	return { granted, used, unused: used.length === 0 ? [] : unused };
}

function searchText({ id, credential, tags }: AssessedCredential): string {
	return [
		id,
		credential.name,
		credential.kind,
		credential.provider,
		credential.providerId,
		credential.principal,
		credential.owner.state === 'value' ? credential.owner.value : null,
		...tags,
		...credential.fingerprints.map(({ fingerprint }) => fingerprint),
		...credential.storedAt,
	]
		.filter((text) => text !== null)
		.join('\n')
		.toLowerCase()
		.slice(0, searchMax);
}
