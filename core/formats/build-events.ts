import type { Event, Origin, Sighting } from '@/core/event/event.ts';
import { type EventId, eventId } from '@/core/event/ids.ts';
import type { RedactedText } from '@/core/event/text.ts';
import { KeyCounts } from '@/core/key-counts.ts';
import { withoutFingerprints } from '@/core/secrets/markers.ts';
import type { EventDraft } from './format.ts';

/** SHA-256 in hexadecimal of text that holds no secret. */
export type Digest = (text: string) => string;

export interface RecordFacts {
	readonly workspace: string;
	readonly format: string;
	readonly origin: Origin;
	/** Position of the record in its input, from 0. */
	readonly index: number;
	readonly raw: RedactedText;
	readonly sightings: readonly Sighting[];
	/** Digest of what the record, or a part of it, says; default: of its text without fingerprints. */
	readonly contentOf?: (raw: RedactedText) => string;
}

/** Contents of records without ids whose repetitions are counted; those that came longest ago are forgotten. */
const contentsMax = 500_000;

/**
 * Makes events of a record's drafts. An id derives from workspace, format and the record's own key;
 * a record without one gives a digest of its content, and how often that content stood in this input
 * before. So the same record has the same id whatever the file is called and in whatever order files
 * arrive.
 */
export class EventBuilder {
	private readonly occurrences = new KeyCounts(contentsMax);

	constructor(private readonly digest: Digest) {}

	build(drafts: readonly EventDraft[], facts: RecordFacts): Event[] {
		const contents = new Map<RedactedText, string>();
		// A part that stands for itself (a log record of an export) is known by itself: the same one in another export is the same.
		const contentOf = (raw: RedactedText): string => {
			const known = contents.get(raw) ?? this.contentKey(raw, facts.contentOf);
			contents.set(raw, known);
			return known;
		};
		const partOf = partsOf(drafts);
		const sightings = sightingsByDraft(facts.sightings, drafts);
		// Field by field: every event has one shape, whatever its reader left out, and is read faster for it.
		return drafts.map((draft, part) => ({
			id: this.idOf(
				facts,
				draft.key ?? `${contentOf(draft.raw ?? facts.raw)}/${draft.run?.id ?? ''}/${partOf(part)}`,
				draft.kind,
			),
			kind: draft.kind,
			time: draft.time,
			order: facts.index * 1000 + Math.min(part, 999),
			origin: facts.origin,
			run: draft.run,
			actor: draft.actor,
			text: draft.text,
			call: draft.call ?? null,
			result: draft.result ?? null,
			record: draft.record ?? null,
			approval: draft.approval ?? null,
			sightings: sightings(part),
			raw: draft.raw ?? facts.raw,
		}));
	}

	private contentKey(raw: RedactedText, contentOf: RecordFacts['contentOf']): string {
		const digest = contentOf?.(raw) ?? this.digest(withoutFingerprints(raw));
		return `${digest}#${this.occurrences.add(digest)}`;
	}

	private idOf(facts: RecordFacts, key: string, kind: string): EventId {
		const hex = this.digest(['event', facts.workspace, facts.format, key, kind].join('\u0000'));
		return eventId(`ev_${base32(hex)}`);
	}
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** Two characters for every ten bits. */
const PAIRS = Array.from(
	{ length: 1024 },
	(_, bits) => `${ALPHABET[bits >> 5]}${ALPHABET[bits & 31]}`,
);

/** The first 130 bits of a hexadecimal digest as 26 characters (Crockford's alphabet). */
function base32(hex: string): string {
	let text = '';
	for (let i = 0; i < 30; i += 5) {
		const bits = Number.parseInt(hex.slice(i, i + 5), 16);
		text += `${PAIRS[bits >> 10]}${PAIRS[bits & 1023]}`;
	}
	return text + PAIRS[Number.parseInt(hex.slice(30, 33), 16) >> 2];
}

/** Which part of its record a draft is; of a text that stands for itself, which of those with that text. */
function partsOf(drafts: readonly EventDraft[]): (part: number) => number {
	const counts = new Map<RedactedText, number>();
	const parts = drafts.map(({ raw }, part) => {
		if (raw === undefined) return part;
		const before = counts.get(raw) ?? 0;
		counts.set(raw, before + 1);
		return before;
	});
	return (part) => parts[part] as number;
}

/**
 * A sighting goes to the part of the record that holds it: to the one whose field is nearest, and of
 * several with that field to those in whose own text it stands. What no part holds goes to the first.
 */
function sightingsByDraft(
	all: readonly Sighting[],
	drafts: readonly EventDraft[],
): (part: number) => readonly Sighting[] {
	if (all.length === 0 || drafts.length === 1) return () => all;
	const byField = new Map<string, EventDraft[]>();
	for (const draft of drafts) {
		if (draft.field === null) continue;
		const same = byField.get(draft.field);
		if (same === undefined) byField.set(draft.field, [draft]);
		else same.push(draft);
	}
	const found = new Map<EventDraft, Sighting[]>();
	for (const sighting of all)
		for (const draft of holdersOf(sighting, drafts, byField)) {
			const given = found.get(draft);
			if (given === undefined) found.set(draft, [sighting]);
			else given.push(sighting);
		}
	return (part) => found.get(drafts[part] as EventDraft) ?? [];
}

function holdersOf(
	sighting: Sighting,
	drafts: readonly EventDraft[],
	byField: ReadonlyMap<string, readonly EventDraft[]>,
): readonly EventDraft[] {
	const { field } = sighting;
	let holders = byField.get(field);
	for (let end = field.length - 1; holders === undefined && end >= 0; end--)
		if (field[end] === '.' || field[end] === '[') holders = byField.get(field.slice(0, end));
	if (holders === undefined) return drafts.slice(0, 1);
	if (holders.length === 1) return holders;
	const speaking = holders.filter((draft) => tellsOf(draft, sighting.fingerprint));
	return speaking.length > 0 ? speaking : holders;
}

const tellsOf = ({ text, call, result }: EventDraft, print: string): boolean =>
	text.includes(print) ||
	(call !== undefined && (JSON.stringify(call.input) ?? '').includes(print)) ||
	result?.output.includes(print) === true;
