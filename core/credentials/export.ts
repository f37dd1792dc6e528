import type { CredentialRow } from './views.ts';

/** Columns of an export, in order. */
const columns: readonly (readonly [string, (row: CredentialRow) => string])[] = [
	['id', (row) => row.id],
	['title', (row) => row.title],
	['kind', (row) => row.kind],
	['provider', (row) => row.provider],
	['provider_id', (row) => row.providerId ?? ''],
	['fingerprint', (row) => row.fingerprint ?? ''],
	['owner', (row) => factText(row.owner, 'nobody')],
	['acts_as', (row) => row.principal ?? ''],
	['environments', (row) => row.environments.join('; ')],
	[
		'scopes',
		(row) => (row.scopes.state === 'value' ? row.scopes.value.join('; ') : row.scopes.state),
	],
	['level', (row) => row.level ?? 'unknown'],
	['issued_at', (row) => row.issuedAt ?? 'unknown'],
	['expires_at', (row) => factText(row.expiresAt, 'never')],
	['last_used_at', (row) => factText(row.lastUsedAt, 'never')],
	['last_rotated_at', (row) => row.lastRotatedAt ?? 'unknown'],
	['stored_at', (row) => row.storedAt.join('; ')],
	['status', (row) => row.status],
	['tags', (row) => row.tags.join('; ')],
	['severity', (row) => row.severity ?? ''],
	['findings', (row) => row.findings.map(({ kind }) => kind).join('; ')],
	['sightings', (row) => String(row.sightings)],
	['uses', (row) => String(row.uses)],
	['sources', (row) => row.sources.join('; ')],
];

const factText = (fact: CredentialRow['owner'], none: string): string =>
	fact.state === 'value' ? fact.value : fact.state === 'none' ? none : 'unknown';

/**
 * A cell of a CSV file (RFC 4180). What a spreadsheet would take for a formula — a first character
 * `=`, `+`, `-`, `@`, tab or carriage return, also behind spaces — gets an apostrophe before it (OWASP,
 * “CSV Injection”).
 */
export function csvCell(text: string): string {
	const safe = /^\s*[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
	return /[",\r\n;]|^\s|\s$/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export const csvHead = (): string => `${columns.map(([name]) => name).join(',')}\r\n`;

export const csvLine = (row: CredentialRow): string =>
	`${columns.map(([, read]) => csvCell(read(row))).join(',')}\r\n`;
