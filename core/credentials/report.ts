import type { CredentialRow, SprawlGroup, SprawlView } from './views.ts';

/** One section of the report: a table with its words. */
interface Section {
	readonly title: string;
	readonly head: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

const groupsShownMax = 30;

function sectionsOf(view: SprawlView): Section[] {
	const group = (title: string, groups: readonly SprawlGroup[]): Section => ({
		title,
		head: ['', 'credentials', 'high or critical', 'never expire', 'unowned', 'on disk'],
		rows: groups
			.slice(0, groupsShownMax)
			.map((each) => [
				each.title,
				...[each.count, each.atRisk, each.neverExpires, each.unowned, each.onDisk].map(String),
			]),
	});
	return [
		{
			title: 'Findings',
			head: ['finding', 'severity', 'credentials'],
			rows: view.findings.map((each) => [each.title, each.severity, String(each.count)]),
		},
		{
			title: 'What is known',
			head: ['property', 'known', 'none', 'unknown'],
			rows: (
				[
					['owner', view.known.owner],
					['expiry', view.known.expiresAt],
					['last use', view.known.lastUsedAt],
					['scopes', view.known.scopes],
				] as const
			).map(([name, counts]) => [name, ...[counts.value, counts.none, counts.unknown].map(String)]),
		},
		group('By provider', view.byProvider),
		group('By kind', view.byKind),
		group('By owner', view.byOwner),
		group('By environment', view.byEnvironment),
		group('By age', view.byAge),
		{
			title: 'One secret in several places',
			head: ['credential', 'places'],
			rows: view.duplicates.map((each) => [each.title, each.places.slice(0, 10).join(', ')]),
		},
		{
			title: 'To act on first',
			head: ['credential', 'provider', 'owner', 'expires', 'last used', 'findings'],
			rows: view.worst.map((row) => [
				row.title,
				row.provider,
				factWords(row.owner, 'nobody'),
				factWords(row.expiresAt, 'never'),
				factWords(row.lastUsedAt, 'never'),
				row.findings.map((each) => each.title).join('; '),
			]),
		},
	].filter((section) => section.rows.length > 0);
}

/** A three-state property in words; times as dates. */
function factWords(fact: CredentialRow['owner'], none: string): string {
	if (fact.state === 'unknown') return 'unknown';
	if (fact.state === 'none') return none;
	return fact.value.replace(/^(\d{4}-\d\d-\d\d)T.*$/, '$1');
}

const headOf = (view: SprawlView): string =>
	`${view.total} credentials that are not revoked, as of ${view.now}. Unknown means that the provider does not say; it is never counted as none.`;

/** Text of sources inside Markdown: what would format or link is escaped. */
const inert = (text: string): string =>
	text
		.replace(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&')
		.replace(/https?:/g, (scheme) => `${scheme.slice(0, -1)}\u200b:`)
		.replace(/\s+/g, ' ');

/** The token-sprawl report as Markdown. */
export function sprawlMarkdown(view: SprawlView): string {
	const row = (cells: readonly string[]) => `| ${cells.map(inert).join(' | ')} |`;
	const section = ({ title, head, rows }: Section) =>
		`## ${title}\n\n${row(head)}\n| ${head.map(() => '---').join(' | ')} |\n${rows.map(row).join('\n')}\n`;
	return `# Token sprawl\n\n${headOf(view)}\n\n${sectionsOf(view).map(section).join('\n')}`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const style =
	':root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;max-width:68rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8884;vertical-align:top;overflow-wrap:anywhere}@media print{body{margin:0}h2{break-after:avoid}tr{break-inside:avoid}}';

/** The token-sprawl report as one self-contained page: no script, nothing loaded. */
export function sprawlHtml(view: SprawlView): string {
	const row = (cells: readonly string[], tag = 'td') =>
		`<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
	const section = ({ title, head, rows }: Section) =>
		`<h2>${escaped(title)}</h2><table><thead>${row(head, 'th')}</thead><tbody>${rows.map((cells) => row(cells)).join('')}</tbody></table>`;
	return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>Token sprawl</title><style>${style}</style></head><body>\n<h1>Token sprawl</h1><p>${escaped(headOf(view))}</p>\n${sectionsOf(view).map(section).join('\n')}\n</body></html>\n`;
}
