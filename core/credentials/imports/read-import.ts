import { type Failure, fail, failure, ok, type Result } from '../../result.ts';
import type { Credential, CredentialSighting } from '../credential.ts';
import { parseDocument, type UnreadLine } from './document.ts';
import { type ColumnChoice, csvReader } from './generic-csv.ts';
import type { ImportedCredential, ImportReader, ImportTools } from './reader.ts';
import { importReaders } from './registry.ts';

/** What one file brought. */
export interface ImportReading {
	/** Title of the source that it was recognised as. */
	readonly source: string;
	readonly records: number;
	readonly credentials: readonly ImportedCredential[];
	/** What could not be read, with its line or element and the reason. */
	readonly unread: readonly UnreadLine[];
}

const unreadMax = 1_000;

/**
 * Reads one export of an inventory: recognised by its content, every secret in it turned into a
 * fingerprint. Fails when no source is recognised; a record that cannot be read is listed.
 *
 * @param choice which column of a table means what, where somebody said so
 */
export function readCredentialImport(
	text: string,
	tools: ImportTools,
	choice: ColumnChoice | null = null,
): Result<ImportReading> {
	const parsed = parseDocument(text);
	if (!parsed.ok) return parsed;
	const { document } = parsed.value;
	const unread: UnreadLine[] = [...parsed.value.unread];
	if (document.kind === 'json' && Array.isArray(document.value) && document.value.length === 0) {
		return ok({ source: 'empty list', records: 0, credentials: [], unread });
	}
	const readers = choice === null ? importReaders : [csvReader(choice), ...importReaders];
	for (const reader of readers) {
		const records = reader.records(document);
		if (records === null) continue;
		const credentials: ImportedCredential[] = [];
		for (const record of records) {
			const read = readOne(reader, record, tools);
			if (typeof read !== 'string') credentials.push(...read);
			else if (unread.length < unreadMax)
				unread.push({
					line: record.line,
					reason: record.line === null ? `element ${record.element}: ${read}` : read,
				});
		}
		const all = records.length + parsed.value.unread.length;
		return ok({ source: reader.title, records: all, credentials, unread });
	}
	return fail<Failure>(
		failure('unsupported-format', 'it is no export of a known scanner or provider'),
	);
}

function readOne(
	reader: ImportReader,
	record: Parameters<ImportReader['read']>[0],
	tools: ImportTools,
): ImportedCredential[] | string {
	const read = reader.read(record, tools);
	return typeof read === 'string' ? tools.clean(read) : read.map((each) => cleaned(each, tools));
}

/** Takes everything that looks like a secret, and the record's own secrets, out of what is kept. */
function cleaned(imported: ImportedCredential, tools: ImportTools): ImportedCredential {
	const secrets = (imported.secrets ?? []).filter((secret) => secret.length > 0);
	const clean = (text: string): string => {
		let out = text;
		for (const secret of secrets)
			out = out.split(secret).join(`‹secret:${tools.fingerprintOf(secret)}›`);
		return tools.clean(out);
	};
	const cleanOrNull = (text: string | null) => (text === null ? null : clean(text));
	const { credential, sightings, place } = imported;
	const safe: Credential = {
		...credential,
		kind: clean(credential.kind),
		name: cleanOrNull(credential.name),
		providerId: cleanOrNull(credential.providerId),
		principal: cleanOrNull(credential.principal),
		purpose: cleanOrNull(credential.purpose),
		owner:
			credential.owner.state === 'value'
				? { state: 'value', value: clean(credential.owner.value) }
				: credential.owner,
		storedAt: credential.storedAt.map(clean),
	};
	return {
		credential: safe,
		sightings: sightings.map(
			(sighting): CredentialSighting => ({
				...sighting,
				field: clean(sighting.field),
				label: cleanOrNull(sighting.label),
				file: cleanOrNull(sighting.file),
				person: cleanOrNull(sighting.person),
			}),
		),
		...(place === undefined ? {} : { place: clean(place) }),
	};
}
