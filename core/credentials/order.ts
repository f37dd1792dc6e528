import { severities } from '../incidents/document.ts';
import type { AssessedCredential } from './assessed.ts';

const weight = ({ findings }: AssessedCredential): number =>
	findings.length === 0 ? severities.length : severities.indexOf(findings[0]?.severity ?? 'info');

/** Gravest first, then those with more findings, then by id, so that pages do not overlap. */
export const bySeverity = (a: AssessedCredential, b: AssessedCredential): number =>
	weight(a) - weight(b) || b.findings.length - a.findings.length || a.id.localeCompare(b.id);
