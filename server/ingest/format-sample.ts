import type { RedactedJson } from '@/core/event/text.ts';
import type { FormatReader, Sample } from '@/core/formats/format.ts';
import { mappedReader, mappingFor } from '@/core/formats/mapped/reader.ts';
import { formatReader, recogniseFormat } from '@/core/formats/registry.ts';
import type { InputRecord } from './input-record.ts';
import type { ReadInputOptions } from './read-input.ts';

/** Records by which a format is recognised. */
export const sampleRecords = 12;

/** The reader of an input that begins so: the one that is asked for, the workspace's own, the surest. */
export function readerOf(
	sample: Sample,
	options: Pick<ReadInputOptions, 'format' | 'mappings'>,
): FormatReader | null {
	if (options.format != null) return formatReader(options.format);
	const mapping = mappingFor(sample, options.mappings ?? []);
	return mapping === null ? recogniseFormat(sample) : mappedReader(mapping);
}

/** Recognises, while a file is looked through, whether it must be read after others of its format. */
export class FormatSample {
	private records: RedactedJson[] = [];
	private header: RedactedJson | null = null;
	private container: Sample['container'] = 'lines';
	private isDecided = false;
	/** The format whose files are tied together, once one was seen. */
	readsAcross: string | null = null;

	constructor(
		private readonly fileName: string,
		private readonly options: ReadInputOptions,
	) {}

	add(record: InputRecord & { kind: 'json' | 'header' }, value: RedactedJson): void {
		if (this.isDecided) return;
		if (record.kind === 'header') {
			if (this.records.length > 0) return;
			this.header = value;
			this.container = record.container;
			return;
		}
		this.records.push(value);
		if (this.records.length >= sampleRecords) this.decide();
	}

	/** The next file of an archive begins anew. */
	endMember(): void {
		if (!this.isDecided && this.records.length > 0) this.decide();
		this.isDecided = false;
		this.header = null;
		this.container = 'lines';
	}

	private decide(): void {
		const { records, header, container, fileName } = this;
		const reader = readerOf({ records, header, container, fileName }, this.options);
		if (reader?.readsAcrossFiles === true) this.readsAcross ??= reader.id;
		this.records = [];
		this.isDecided = true;
	}
}
