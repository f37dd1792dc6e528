import { environmentNamed } from '../../actions/environment.ts';
import { bareCredential } from '../credential.ts';
import { type Fact, none, unknown, value } from '../fact.ts';
import { decodeScope } from '../scopes/decode.ts';
import { scopeOfWords } from '../scopes/words.ts';
import { kindOfRule } from './kinds.ts';
import { type ImportReader, type ImportTools, textAt, timeAt } from './reader.ts';

/** What columns may be called, in lower case without separators; the first that is there counts. */
const columns = {
	name: ['name', 'title', 'displayname', 'credential', 'tokenname', 'keyname'],
	id: ['id', 'providerid', 'tokenid', 'keyid', 'accesskeyid', 'accessor'],
	kind: ['kind', 'type', 'credentialtype', 'tokentype'],
	provider: ['provider', 'service', 'platform', 'vendor', 'system'],
	owner: ['owner', 'team', 'user', 'createdby', 'responsible'],
	environment: ['environment', 'env', 'environments'],
	scopes: ['scopes', 'permissions', 'scope', 'access'],
	issued: ['issuedat', 'issued', 'createdat', 'created', 'createdon'],
	expires: ['expiresat', 'expires', 'expiry', 'expirydate', 'expirationdate', 'expireson'],
	used: ['lastusedat', 'lastused', 'lastuse', 'lastusedon'],
	rotated: ['lastrotatedat', 'lastrotated', 'rotatedat'],
	stored: ['storedat', 'location', 'path', 'file', 'stored'],
	secret: ['secret', 'token', 'value', 'key', 'password'],
} as const;
export type CsvField = keyof typeof columns;
export const csvFieldNames = Object.keys(columns) as CsvField[];

/** Which column of a table means what, by its name; a field that is left out is guessed. */
export type ColumnChoice = Readonly<Partial<Record<CsvField, string | null>>>;

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');
const never = /^(?:never|none|no expiry|n\/a|-)$/i;

/**
 * Any table with a name and a kind, provider or expiry. A column that holds secrets becomes
 * fingerprints; `never` is no end; an empty cell is unknown.
 */
export const csvReader = (choice: ColumnChoice): ImportReader => ({
	id: 'csv',
	title: 'CSV table',
	records: (document) => {
		if (document.kind !== 'table') return null;
		const chosen = chosenColumns(document.columns, choice);
		const isKnown = chosen.name !== undefined || chosen.id !== undefined;
		const says = [chosen.kind, chosen.provider, chosen.expires].filter(
			(name) => name !== undefined,
		).length;
		// What somebody chose needs no second sign that this is an inventory.
		const isChosen = Object.values(choice).some((name) => name != null);
		return isKnown && (says >= 2 || isChosen) ? document.records : null;
	},
	read: ({ value: row }, tools) => {
		const chosen = chosenColumns(Object.keys(row as object), choice);
		const cell = (field: CsvField) => chosen[field] ?? null;
		const text = (column: CsvField) => textAt(row, cell(column) ?? '');
		if (text('name') === null && text('id') === null) return 'neither name nor id is given';
		const rule = kindOfRule(text('kind') ?? 'credential');
		const provider = text('provider')?.toLowerCase() ?? rule.provider;
		const environment = environmentNamed(text('environment') ?? '');
		const owner = text('owner');
		const secret = text('secret');
		return [
			{
				credential: {
					...bareCredential(rule.kind, provider),
					...secretFacts(secret, tools),
					name: text('name'),
					providerId: text('id'),
					owner: owner === null ? unknown : never.test(owner) ? none : value(owner),
					environments: environment === null ? [] : [environment],
					scopes: scopesIn(provider, text('scopes')),
					issuedAt: timeAt(row, cell('issued') ?? ''),
					expiresAt: timeIn(row, cell('expires')),
					lastUsedAt: timeIn(row, cell('used')),
					lastRotatedAt: timeAt(row, cell('rotated') ?? ''),
					storedAt: (text('stored') ?? '').split(/\s*;\s*/).filter((each) => each !== ''),
					status: 'active',
					sources: ['csv'],
				},
				sightings: [],
				secrets: secret === null ? [] : [secret],
				// A row of which no provider is known has no other identity.
				place: `table ${rule.kind} ${(text('id') ?? text('name') ?? '').toLowerCase()}`,
			},
		];
	},
});

/** By guesses alone. */
export const genericCsv = csvReader({});

/** The columns of a table as they are read: those that were chosen, then those whose names say it. */
export function chosenColumns(
	names: readonly string[],
	choice: ColumnChoice,
): Partial<Record<CsvField, string>> {
	const found: Partial<Record<CsvField, string>> = {};
	for (const field of csvFieldNames) {
		const asked = choice[field];
		const name =
			asked === undefined
				? names.find((each) => columns[field].some((known) => known === plain(each)))
				: names.find((each) => each === asked);
		if (name !== undefined) found[field] = name;
	}
	return found;
}

function timeIn(row: unknown, cell: string | null): Fact<string> {
	const text = cell === null ? null : textAt(row, cell);
	if (text === null || cell === null) return unknown;
	if (never.test(text)) return none;
	const time = timeAt(row, cell);
	return time === null ? unknown : value(time);
}

const scopesIn = (provider: string, text: string | null) =>
	text === null
		? unknown
		: value(
				text
					.split(/[;|]|,\s*/)
					.map((each) => each.trim())
					.filter((each) => each !== '')
					.flatMap((words) => {
						const { scopes } = decodeScope(provider, words);
						return scopes.length > 0 ? scopes : [scopeOfWords(provider, words)];
					}),
			);

const secretFacts = (secret: string | null, tools: ImportTools) =>
	secret === null || secret.length < 8 || secret.includes('*')
		? {}
		: {
				fingerprints: [{ fingerprint: tools.fingerprintOf(secret), since: null, until: null }],
				tail4: tools.tailHash(4, secret.slice(-4)),
				tail8: tools.tailHash(8, secret.slice(-8)),
			};
