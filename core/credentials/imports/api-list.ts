import { bareCredential, type Credential } from '../credential.ts';
import { type Fact, unknown, valueOrNone } from '../fact.ts';
import {
	type Fields,
	hasKey,
	type ImportReader,
	type ImportTools,
	isFields,
	listedWhere,
	timeAt,
} from './reader.ts';

interface ApiList {
	readonly id: string;
	readonly title: string;
	readonly kind: string;
	readonly provider: string;
	/** Whether an element is of this list. */
	readonly test: (fields: Fields) => boolean;
	/** Keys under which the list stands, where it is not the root. */
	readonly keys?: readonly string[];
	/** What the element says; a text says why it cannot be read. */
	readonly read: (fields: Fields, tools: ImportTools) => Partial<Credential> | string;
}

/** A reader of a provider's list of its credentials: one element a credential, no sightings. */
export const apiList = ({
	id,
	title,
	kind,
	provider,
	test,
	keys,
	read,
}: ApiList): ImportReader => ({
	id,
	title,
	records: (document) => listedWhere(document, test, ...(keys ?? [])),
	read: ({ value }, tools) => {
		if (!isFields(value)) return 'it is no object';
		const said = read(value, tools);
		if (typeof said === 'string') return said;
		return [
			{ credential: { ...bareCredential(kind, provider), ...said, sources: [id] }, sightings: [] },
		];
	},
});

/** A time that the list has for everything: null there means none; a missing key, that nobody knows. */
export const timeFact = (fields: Fields, key: string): Fact<string> =>
	hasKey(fields, key) ? valueOrNone(timeAt(fields, key)) : unknown;
