import { foundCredential } from './found-secret.ts';
import {
	elements,
	fieldAt,
	type ImportReader,
	type ImportRecord,
	isFields,
	listed,
	textAt,
	timeAt,
} from './reader.ts';

/** Gitleaks' report as JSON or CSV. Its `Secret` and `Match` become a fingerprint and are dropped. */
export const gitleaks: ImportReader = {
	id: 'gitleaks',
	title: 'Gitleaks report (JSON, CSV)',
	records: (document) => {
		const records = listed(document);
		if (records === null) return null;
		if (document.kind === 'table') {
			const { columns } = document;
			return columns.includes('RuleID') && columns.includes('Secret') ? records : null;
		}
		const first = records[0]?.value;
		return isFields(first) && 'RuleID' in first && 'File' in first ? records : null;
	},
	read: ({ value }, tools) => {
		const rule = textAt(value, 'RuleID');
		if (rule === null) return 'RuleID is missing';
		const line = Number(textAt(value, 'StartLine') ?? Number.NaN);
		return [
			foundCredential(
				{
					source: 'gitleaks',
					rule,
					secret: textAt(value, 'Secret'),
					file: textAt(value, 'File'),
					line: Number.isSafeInteger(line) ? line : null,
					commit: textAt(value, 'Commit'),
					person: textAt(value, 'Email') ?? textAt(value, 'Author'),
					at: timeAt(value, 'Date'),
					container: null,
				},
				tools,
			),
		];
	},
};

/**
 * Gitleaks' report as SARIF 2.1.0: the snippet is the match, as gitleaks writes it
 * (`report/sarif.go`, `Snippet.Text = finding.Secret`).
 */
export const gitleaksSarif: ImportReader = {
	id: 'gitleaks',
	title: 'Gitleaks report (SARIF)',
	records: (document) => {
		const runs = document.kind === 'json' ? fieldAt(document.value, 'runs') : null;
		if (!Array.isArray(runs)) return null;
		if (runs.length === 0) return [];
		const ours = runs.filter((run) => textAt(run, 'tool', 'driver', 'name') === 'gitleaks');
		if (ours.length === 0) return null;
		return elements(
			ours.flatMap((run): unknown[] => {
				const results = fieldAt(run, 'results');
				return Array.isArray(results) ? results : [];
			}),
		);
	},
	read: (record, tools) => {
		const rule = textAt(record.value, 'ruleId');
		const location = firstLocation(record);
		if (rule === null) return 'ruleId is missing';
		if (location === null) return 'it names no location';
		const line = fieldAt(location, 'region', 'startLine');
		return [
			foundCredential(
				{
					source: 'gitleaks',
					rule,
					secret: textAt(location, 'region', 'snippet', 'text'),
					file: textAt(location, 'artifactLocation', 'uri'),
					line: typeof line === 'number' ? line : null,
					commit: textAt(record.value, 'partialFingerprints', 'commitSha'),
					person:
						textAt(record.value, 'partialFingerprints', 'email') ??
						textAt(record.value, 'partialFingerprints', 'author'),
					at: timeAt(record.value, 'partialFingerprints', 'date'),
					container: null,
				},
				tools,
			),
		];
	},
};

function firstLocation({ value }: ImportRecord): unknown {
	const locations = fieldAt(value, 'locations');
	return Array.isArray(locations) ? (fieldAt(locations[0], 'physicalLocation') ?? null) : null;
}
