import { foundCredential } from './found-secret.ts';
import { fieldAt, type ImportReader, isFields, listedWhere, textAt, timeAt } from './reader.ts';

/** TruffleHog's findings, a JSON object a line. `Raw` and `RawV2` become a fingerprint and are dropped. */
export const trufflehog: ImportReader = {
	id: 'trufflehog',
	title: 'TruffleHog findings',
	records: (document) =>
		document.kind === 'table'
			? null
			: (listedWhere(
					document,
					(fields) => 'DetectorName' in fields && 'SourceMetadata' in fields,
				) ??
				(document.kind === 'json' && textAt(document.value, 'DetectorName') !== null
					? [{ line: 1, element: 1, value: document.value }]
					: null)),
	read: ({ value }, tools) => {
		const rule = textAt(value, 'DetectorName');
		if (rule === null) return 'DetectorName is missing';
		const data = fieldAt(value, 'SourceMetadata', 'Data');
		const source = isFields(data) ? Object.values(data)[0] : null;
		const line = fieldAt(source, 'line');
		const found = foundCredential(
			{
				source: 'trufflehog',
				rule,
				secret: textAt(value, 'Raw'),
				file: textAt(source, 'file'),
				line: typeof line === 'number' ? line : null,
				commit: textAt(source, 'commit'),
				person: textAt(source, 'email'),
				at: timeAt(source, 'timestamp'),
				container: textAt(source, 'repository') ?? textAt(source, 'bucket'),
			},
			tools,
		);
		const principal = textAt(value, 'ExtraData', 'arn') ?? textAt(value, 'ExtraData', 'user_id');
		const extra = textAt(value, 'RawV2');
		return [
			{
				...found,
				credential: {
					...found.credential,
					principal,
					status: fieldAt(value, 'Verified') === true ? 'active' : 'unknown',
				},
				secrets: [...(found.secrets ?? []), ...(extra === null ? [] : [extra])],
			},
		];
	},
};
