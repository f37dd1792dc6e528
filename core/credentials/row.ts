import type { AssessedCredential } from './assessed.ts';
import { daysBetween } from './findings/check.ts';
import { lastUse } from './findings/lifetime.ts';
import { kindTitle } from './imports/kinds.ts';
import { levelOfScopes } from './levels.ts';
import { scopeInWords } from './scopes/words.ts';
import { currentFingerprint, titleOf } from './title.ts';
import type { CredentialRow } from './views.ts';

const scopesShownMax = 20;
const placesShownMax = 10;

/** A credential as a list shows it. */
export function rowOf(assessed: AssessedCredential, now: string): CredentialRow {
	const { id, credential, sightings, uses, findings } = assessed;
	const { scopes } = credential;
	const runs = new Set([...sightings, ...uses].flatMap(({ runId }) => runId ?? []));
	const expiresAt = credential.expiresAt.state === 'value' ? credential.expiresAt.value : null;
	return {
		id,
		title: titleOf(credential),
		kind: credential.kind,
		kindTitle: kindTitle(credential.kind),
		provider: credential.provider,
		owner: credential.owner,
		environments: credential.environments,
		expiresInDays: expiresAt === null ? null : daysBetween(now, expiresAt),
		issuedAt: credential.issuedAt,
		ageDays: credential.issuedAt === null ? null : daysBetween(credential.issuedAt, now),
		lastUsedAt: lastUse({ credential, uses }),
		severity: findings[0]?.severity ?? null,
		name: credential.name,
		providerId: credential.providerId,
		fingerprint: currentFingerprint(credential),
		principal: credential.principal,
		scopes:
			scopes.state === 'value'
				? { state: 'value', value: scopes.value.slice(0, scopesShownMax).map(scopeInWords) }
				: scopes,
		level: levelOfScopes(scopes),
		expiresAt: credential.expiresAt,
		lastRotatedAt: credential.lastRotatedAt,
		storedAt: credential.storedAt.slice(0, placesShownMax),
		status: credential.status,
		sources: credential.sources,
		sightings: assessed.sightingCount,
		uses: assessed.useCount,
		runs: runs.size,
		tags: assessed.tags,
		findings: findings.map(({ kind, severity, title }) => ({ kind, severity, title })),
	};
}

/** A row that was made earlier, with the days counted to now. */
export function rowAsOf(row: CredentialRow, now: string): CredentialRow {
	const end = row.expiresAt.state === 'value' ? row.expiresAt.value : null;
	return {
		...row,
		ageDays: row.issuedAt === null ? null : daysBetween(row.issuedAt, now),
		expiresInDays: end === null ? null : daysBetween(now, end),
	};
}
