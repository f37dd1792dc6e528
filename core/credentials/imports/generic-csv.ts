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
type Column = keyof typeof columns;

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');
const never = /^(?:never|none|no expiry|n\/a|-)$/i;

/**
 * Any table with a name and a kind, provider or expiry. A column that holds secrets becomes
 * fingerprints; `never` is no end; an empty cell is unknown.
 */
export const genericCsv: ImportReader = {
	id: 'csv',
	title: 'CSV table',
	records: (document) => {
		if (document.kind !== 'table') return null;
		const has = (column: Column) =>
			document.columns.some((name) => columns[column].some((each) => each === plain(name)));
		const isKnown = has('name') || has('id');
		const says = [has('kind'), has('provider'), has('expires')].filter(Boolean).length;
		return isKnown && says >= 2 ? document.records : null;
	},
	read: ({ value: row }, tools) => {
		const cell = (column: Column) => cellOf(row, column);
		const text = (column: Column) => textAt(row, cell(column) ?? '');
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
			},
		];
	},
};

function cellOf(row: unknown, column: Column): string | null {
	const names = Object.keys(row as object);
	for (const wanted of columns[column]) {
		const found = names.find((name) => plain(name) === wanted);
		if (found !== undefined) return found;
	}
	return null;
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
