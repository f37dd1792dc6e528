import { genericCsv } from '../credentials/imports/generic-csv.ts';
import type { ImportDocument, ImportRecord } from '../credentials/imports/reader.ts';
import { importReaders } from '../credentials/imports/registry.ts';
import type { Sample } from './format.ts';
import { isObject, textAt } from './json-access.ts';

/**
 * Why a whole file that no agent's or provider's reader knows is no log: `credential-export` (a
 * report of a scanner or a provider's list of credentials: `aftertrace credentials import` reads
 * it), `json-schema`. Null: nothing says that it is none.
 */
export function reasonNoLog(sample: Sample): 'credential-export' | 'json-schema' | null {
	const [first] = sample.records;
	if (sample.container === 'document' && sample.records.length === 1) {
		const schema = textAt(first, '$schema');
		if (schema !== null && /\bjson-schema\.org\b/.test(schema)) return 'json-schema';
	}
	return documentsOf(sample).some(isCredentialExport) ? 'credential-export' : null;
}

const isCredentialExport = (document: ImportDocument): boolean =>
	importReaders.some((reader) => {
		// It takes any table that names a credential, and a log can be one.
		if (reader === genericCsv) return false;
		const records = reader.records(document);
		return records !== null && records.length > 0;
	});

/** What the sample could be a part of, as imports see files. */
function documentsOf({ records, container }: Sample): ImportDocument[] {
	const elements = records.map(
		(value, index): ImportRecord => ({ line: null, element: index + 1, value }),
	);
	if (container === 'lines') return [{ kind: 'lines', records: elements }];
	const [first] = records;
	if (container === 'table') {
		const columns = isObject(first) ? Object.keys(first) : [];
		return [{ kind: 'table', columns, records: elements }];
	}
	const whole: ImportDocument[] = [{ kind: 'json', value: records }];
	return records.length === 1 ? [{ kind: 'json', value: first }, ...whole] : whole;
}
