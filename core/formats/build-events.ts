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
		const partOf = (part: number): number => {
			const { raw } = drafts[part] as EventDraft;
			return raw === undefined
				? part
				: drafts.slice(0, part).filter((each) => each.raw === raw).length;
		};
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
			sightings: sightingsOf(facts.sightings, part, drafts),
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

/**
 * A sighting goes to the part of the record that holds it: to the one whose field is nearest, and of
 * several with that field to those in whose own text it stands. What no part holds goes to the first.
 */
function sightingsOf(
	all: readonly Sighting[],
	part: number,
	drafts: readonly EventDraft[],
): readonly Sighting[] {
	if (all.length === 0 || drafts.length === 1) return all;
	return all.filter((sighting) => holdersOf(sighting, drafts).includes(drafts[part] as EventDraft));
}

function holdersOf(sighting: Sighting, drafts: readonly EventDraft[]): readonly EventDraft[] {
	const around = drafts.filter(({ field }) => field !== null && isUnder(sighting.field, field));
	if (around.length === 0) return drafts.slice(0, 1);
	const nearest = Math.max(...around.map(({ field }) => field?.length ?? 0));
	const holders = around.filter(({ field }) => field?.length === nearest);
	if (holders.length === 1) return holders;
	const speaking = holders.filter((draft) => tellsOf(draft, sighting.fingerprint));
	return speaking.length > 0 ? speaking : holders;
}

const tellsOf = ({ text, call, result }: EventDraft, print: string): boolean =>
	text.includes(print) ||
	(call !== undefined && (JSON.stringify(call.input) ?? '').includes(print)) ||
	result?.output.includes(print) === true;

const isUnder = (field: string, prefix: string): boolean =>
	field === prefix || (field.startsWith(prefix) && /^[.[]/.test(field.slice(prefix.length)));
