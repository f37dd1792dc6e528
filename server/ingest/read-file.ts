import type { Sighting } from '@/core/event/event.ts';
import type { RawJson, RawText, RedactedJson, RedactedText } from '@/core/event/text.ts';
import { ownText } from '@/core/event/text.ts';
import { type Digest, EventBuilder } from '@/core/formats/build-events.ts';
import type { EventDraft, FormatReader, Sample } from '@/core/formats/format.ts';
import { genericNdjson } from '@/core/formats/generic-ndjson/reader.ts';
import { textAt } from '@/core/formats/json-access.ts';
import { reasonNoLog } from '@/core/formats/no-log.ts';
import { withPartsOf } from '@/core/formats/part-of-record.ts';
import { type KeyedDigest, recordContents } from '@/core/formats/record-content.ts';
import { secretKind } from '@/core/secrets/kinds/registry.ts';
import { withoutFingerprints } from '@/core/secrets/markers.ts';
import type { JsonRedaction, Redactor } from '@/core/secrets/redactor.ts';
import type { BatchWriter } from './batch-writer.ts';
import { readerOf, sampleRecords } from './format-sample.ts';
import type { InputRecord } from './input-record.ts';
import type { SeenIds } from './input-session.ts';
import type { FileSummary } from './read-batch.ts';
import type { ByteSourceError } from './read-bytes.ts';
import type { ReadInputOptions } from './read-input.ts';

export interface FileFacts {
	readonly path: string;
	readonly fileName: string | null;
	readonly folders: readonly string[];
	readonly redactor: Redactor;
	readonly digest: Digest;
	readonly writer: BatchWriter;
	readonly seen: SeenIds;
	readonly spawns: Map<string, string>;
	/** See `InputFacts.facts`. */
	readonly learned: Map<string, string>;
	readonly options: ReadInputOptions;
}

interface RedactedRecord {
	readonly line: number;
	readonly redaction: JsonRedaction;
	/** As it came. */
	readonly raw: RawJson;
}

const INVENTORY = 'aftertrace.inventory/v1';

/** The way of one file's records: redacted, recognised, read into events. */
export class FileReading {
	private held: RedactedRecord[] = [];
	private header: RedactedJson | null = null;
	private rawHeader: RawJson = null;
	private container: Sample['container'] = 'lines';
	private reader: FormatReader | null = null;
	private state: unknown = null;
	private index = 0;
	private decided = false;
	private texts = 0;
	private inventory = false;
	private failed: ByteSourceError | null = null;
	private wasEmpty = false;
	/** Why the file as a whole is no log. */
	private noLog: string | null = null;
	private readonly notes = new Set<string>();
	private readonly builder: EventBuilder;
	private readonly keyed: KeyedDigest | null;
	/** True when nothing more of the file can be read: no format knows it. */
	isGivenUp = false;

	constructor(private readonly facts: FileFacts) {
		this.builder = new EventBuilder(facts.digest);
		const { hmac, isContentKeyed } = facts.options;
		this.keyed = isContentKeyed === true ? (text) => hmac('content', text) : null;
	}

	/** @param isPlain redaction was seen to change nothing in it, before all secrets were known */
	add(record: InputRecord, isPlain = false): void {
		const { writer } = this.facts;
		switch (record.kind) {
			case 'json':
				this.addJson({
					line: record.line,
					redaction: this.redacted(record.value, isPlain),
					raw: record.value,
				});
				return;
			case 'header':
				this.addHeader(record.value, record.container);
				return;
			case 'text':
				this.addText(record.text, record.line);
				return;
			case 'ignored':
				writer.addIgnored(record.line, record.reason);
				return;
			case 'note':
				this.notes.add(record.note);
				return;
			case 'quarantined':
				if (record.reason === 'empty') this.wasEmpty = true;
				this.quarantine(record.line, record.reason, record.detail, record.text);
				return;
			default:
				record satisfies never;
		}
	}

	private redacted(value: RawJson, isPlain: boolean): JsonRedaction {
		const { redactor } = this.facts;
		if (isPlain && !redactor.holdsKnown(value)) {
			return { value: value as RedactedJson, found: [] };
		}
		return redactor.redactJson(value);
	}

	private addHeader(header: RawJson, container: Sample['container']): void {
		if (this.held.length === 0 || this.decided) {
			this.header = this.facts.redactor.redactJson(header).value;
			this.rawHeader = header;
			this.container = container;
		}
		// A new document in the same input begins a new run.
		if (this.decided && this.reader !== null)
			this.state = this.reader.newState(this.inputFacts([]));
	}

	private addText(text: string, line: number): void {
		this.texts++;
		if (this.decided || this.held.length > 0) {
			this.quarantine(line, 'invalid-json', 'a line of text among lines of JSON', text);
		} else if (this.texts > sampleRecords) {
			this.isGivenUp = true;
		}
	}

	private addJson(record: RedactedRecord): void {
		const { redaction } = record;
		this.facts.writer.addSecrets(redaction.found.filter(isHidden).length);
		if (this.decided) {
			this.readRecord(record);
			return;
		}
		if (this.held.length === 0 && textAt(redaction.value, 'schema') === INVENTORY) {
			this.inventory = true;
			this.facts.writer.addInventory(redaction.value);
			return;
		}
		this.held.push(record);
		if (this.held.length >= sampleRecords) this.decide();
	}

	/** Chooses the reader by the records seen so far, and reads those. */
	private decide(): void {
		this.decided = true;
		const records = this.held.map((each) => each.redaction.value);
		const { options, fileName, writer } = this.facts;
		const sample = { records, container: this.container, header: this.header, fileName };
		this.reader = readerOf(sample, options);
		const isGuessed = this.reader === null || this.reader.id === genericNdjson.id;
		this.noLog = isGuessed && options.format == null ? reasonNoLog(sample) : null;
		if (this.noLog !== null) {
			this.reader = null;
			this.held = [];
			writer.addIgnored(null, this.noLog);
		}
		if (this.reader === null) {
			this.isGivenUp = true;
			return;
		}
		writer.format = this.reader.id;
		this.state = this.reader.newState(this.inputFacts(this.held));
		const held = this.held;
		this.held = [];
		for (const each of held) this.readRecord(each);
	}

	private inputFacts(records: readonly RedactedRecord[]) {
		const { fileName, folders, spawns, learned } = this.facts;
		const first = records.slice(0, 3);
		return {
			header: this.header,
			fileName,
			folders,
			spawns,
			facts: learned,
			digest: this.digestOfBeginning(first),
		};
	}

	/** Names what has no name of its own: the same whether or not a secret in it is known by now. */
	private digestOfBeginning(first: readonly RedactedRecord[]): string {
		const written = (header: unknown, records: readonly unknown[]) =>
			[header, ...records].map((each) => JSON.stringify(each)).join('\n');
		if (this.keyed !== null)
			return this.keyed(
				written(
					this.rawHeader,
					first.map(({ raw }) => raw),
				),
			);
		const redacted = first.map(({ redaction }) => redaction.value);
		return this.facts.digest(withoutFingerprints(written(this.header, redacted)));
	}

	private readRecord({ line, redaction, raw: before }: RedactedRecord): void {
		const reader = this.reader;
		if (reader === null) return;
		const index = this.index++;
		const reading = reader.read(redaction.value, this.state, { index });
		if (reading.kind === 'ignored') this.facts.writer.addIgnored(line, reading.reason);
		else if (reading.kind === 'quarantined') {
			const text = ownText(JSON.stringify(redaction.value));
			const { reason, detail } = reading;
			this.facts.writer.addQuarantined({
				line,
				reason,
				detail: detail ?? reason,
				preview: ownText(text.slice(0, previewMax)),
				kept: keptOf(text),
				...(this.keyed === null ? {} : { content: this.keyed(JSON.stringify(before)) }),
			});
		} else {
			const raw = ownText(JSON.stringify(redaction.value));
			const drafts = withPartsOf(redaction.value, reading.events, raw.length);
			const contentOf = this.contentsOf(line, redaction.value, before, raw);
			this.emit(drafts, line, index, raw, redaction.found, contentOf);
		}
	}

	/** Null: by what events say after redaction. */
	private contentsOf(line: number, redacted: RedactedJson, before: RawJson, whole: RedactedText) {
		const { keyed } = this;
		if (keyed === null) return null;
		const known = this.facts.options.contents?.get(line);
		if (known !== undefined)
			return (part: RedactedText) => (part === whole ? known : keyed(withoutFingerprints(part)));
		return recordContents(redacted, before, whole, keyed);
	}

	private emit(
		drafts: readonly EventDraft[],
		line: number | null,
		index: number,
		raw: RedactedText,
		sightings: readonly Sighting[],
		contentOf: ((raw: RedactedText) => string) | null = null,
	): void {
		const { path, fileName, options, seen, writer } = this.facts;
		const format = this.reader?.id ?? 'unknown';
		const source = options.source ?? fileName ?? path;
		const origin = { format, source, path, line, request: options.request ?? null };
		const built = this.builder.build(drafts, {
			workspace: options.workspace,
			format,
			origin,
			index,
			raw,
			sightings,
			...(contentOf === null ? {} : { contentOf }),
		});
		const fresh = built.filter((event) => seen.add(event.id));
		if (fresh.length === 0 && built.length > 0) writer.addDuplicate();
		else writer.addRead(fresh);
	}

	private quarantine(
		line: number | null,
		reason: string,
		detail: string | null,
		text: string | null,
	): void {
		let preview: RedactedText | null = null;
		let kept: RedactedText | null = null;
		if (text !== null) {
			const redaction = this.facts.redactor.redactText(text as RawText);
			this.facts.writer.addSecrets(redaction.found.filter(isHidden).length);
			// What was cut may have been cut inside a secret: its rest is not shown.
			const end = reason === 'truncated' ? Math.max(0, redaction.text.length - 256) : undefined;
			preview = ownText(redaction.text.slice(0, end).slice(0, previewMax));
			if (end === undefined && line !== null) kept = keptOf(redaction.text);
		}
		this.facts.writer.addQuarantined({ line, reason, detail: detail ?? reason, preview, kept });
	}

	fail(error: ByteSourceError): void {
		this.failed = error;
	}

	finish(): void {
		const { writer } = this.facts;
		if (!this.decided && this.held.length > 0) this.decide();
		if (this.reader === null && this.noLog === null && (this.held.length > 0 || this.texts > 0)) {
			const detail =
				this.held.length > 0 ? 'JSON of no known log format' : 'text of no known log format';
			writer.addQuarantined({
				line: null,
				reason: 'unknown-format',
				detail,
				preview: null,
				kept: null,
			});
		}
		const late = this.reader?.finish?.(this.state) ?? [];
		if (late.length > 0) this.emit(late, null, this.index++, ownText(''), []);
		if (this.failed !== null) {
			const { reason, message } = this.failed;
			writer.addQuarantined({ line: null, reason, detail: message, preview: null, kept: null });
		}
	}

	summary(bytes: number): FileSummary {
		return {
			path: this.facts.path,
			format: this.reader?.id ?? null,
			outcome: this.outcome(),
			bytes,
			notes: [...this.notes],
		};
	}

	private outcome(): FileSummary['outcome'] {
		if (this.failed?.reason === 'unreadable') return 'unreadable';
		if (this.inventory) return 'inventory';
		if (this.noLog !== null) return 'ignored';
		return this.reader === null || this.wasEmpty ? 'quarantined' : 'read';
	}
}

const previewMax = 500;
const keptMax = 64 * 1024;

const keptOf = (text: RedactedText): RedactedText | null => (text.length <= keptMax ? text : null);

const isHidden = (sighting: Sighting): boolean => secretKind(sighting.kind)?.identifier !== true;
