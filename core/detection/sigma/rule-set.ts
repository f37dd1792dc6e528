import { type KeywordScan, keywordScan } from '../../secrets/keyword-scan.ts';
import { type Anchor, anchorsOf } from './anchors.ts';
import { compileExpression, type Predicate } from './compile.ts';
import { EventView, Slots } from './event-view.ts';
import type { FieldSource } from './expression.ts';
import type { EventRule, LogSource } from './rule.ts';

/** A record as rules see it: which log it stands in, and its fields. */
export interface RuleSubject {
	/** Every source that it counts as: a Sysmon record is of its service and of its category. */
	readonly sources: readonly LogSource[];
	readonly fields: FieldSource;
}

export interface RuleSet {
	/** Rules that match, in the order in which they were given. */
	readonly match: (subject: RuleSubject) => readonly EventRule[];
}

/** Whether a rule is meant for records of a source: what the rule leaves open, any source has. */
export const isMeantFor = (rule: LogSource, source: LogSource): boolean =>
	(rule.product === null || rule.product === source.product) &&
	(rule.service === null || rule.service === source.service) &&
	(rule.category === null || rule.category === source.category);

interface Compiled {
	readonly rule: EventRule;
	readonly predicate: Predicate;
	readonly anchors: readonly Anchor[] | null;
}

/** Compiles rules once and indexes them by log source and by the literals that they need. */
export function createRuleSet(rules: readonly EventRule[]): RuleSet {
	const slots = new Slots();
	const compiled = rules.map((rule) => ({
		rule,
		predicate: compileExpression(rule.expression, slots),
		anchors: anchorsOf(rule.expression, slots),
	}));
	const view = new EventView(slots);
	const buckets = new Map<string, Bucket>();
	const bucketOf = (sources: readonly LogSource[]): Bucket => {
		const key = sources.map((s) => `${s.product}\0${s.service}\0${s.category}`).join('\u0001');
		let bucket = buckets.get(key);
		if (bucket === undefined) {
			bucket = new Bucket(
				compiled.filter(({ rule }) => sources.some((source) => isMeantFor(rule.logSource, source))),
			);
			buckets.set(key, bucket);
		}
		return bucket;
	};
	return {
		match({ sources, fields }) {
			const bucket = bucketOf(sources);
			if (bucket.isEmpty) return [];
			view.look(fields);
			return bucket.match(view);
		},
	};
}

/** Characters of literals in one automaton: its table numbers states in 16 bits. */
const scanCharsMax = 40_000;

interface PartIndex {
	readonly slot: number;
	readonly scan: KeywordScan;
	readonly rules: readonly (readonly number[])[];
}

/** The rules of one log source. */
class Bucket {
	readonly isEmpty: boolean;
	private readonly always: number[] = [];
	private readonly wholes = new Map<number, Map<string, number[]>>();
	private readonly parts: PartIndex[] = [];
	private readonly seenIn: Uint32Array;
	private round = 0;
	private candidates: number[] = [];

	constructor(private readonly compiled: readonly Compiled[]) {
		this.isEmpty = compiled.length === 0;
		this.seenIn = new Uint32Array(compiled.length);
		const parts = new Map<number, Map<string, number[]>>();
		compiled.forEach(({ anchors }, index) => {
			if (anchors === null) this.always.push(index);
			for (const { slot, text, isWhole } of anchors ?? [])
				entry(entryMap(isWhole ? this.wholes : parts, slot), text).push(index);
		});
		for (const [slot, byText] of parts) this.indexParts(slot, byText);
	}

	match(view: EventView): readonly EventRule[] {
		this.gather(view);
		const found: EventRule[] = [];
		for (const index of this.candidates) {
			const { rule, predicate } = this.compiled[index] as Compiled;
			if (predicate(view)) found.push(rule);
		}
		return found;
	}

	/** Rules that may match, each once, in their order. */
	private gather(view: EventView): void {
		this.round = this.round === 0xffffffff ? 1 : this.round + 1;
		this.candidates = [];
		for (const index of this.always) this.add(index);
		for (const [slot, byText] of this.wholes) {
			for (const text of view.cell(slot)?.folded ?? [])
				for (const index of byText.get(text) ?? []) this.add(index);
		}
		for (const part of this.parts) {
			for (const text of view.cell(part.slot)?.folded ?? []) {
				part.scan.scan(text, this, (bucket, keyword) => {
					for (const index of part.rules[keyword] ?? []) bucket.add(index);
				});
			}
		}
		this.candidates.sort((a, b) => a - b);
	}

	private add(index: number): void {
		if (this.seenIn[index] === this.round) return;
		this.seenIn[index] = this.round;
		this.candidates.push(index);
	}

	private indexParts(slot: number, byText: ReadonlyMap<string, number[]>): void {
		let texts: string[] = [];
		let chars = 0;
		const close = (): void => {
			if (texts.length === 0) return;
			const rules = texts.map((text) => byText.get(text) ?? []);
			this.parts.push({ slot, scan: keywordScan(texts), rules });
			texts = [];
			chars = 0;
		};
		for (const text of byText.keys()) {
			if (chars + text.length > scanCharsMax) close();
			texts.push(text);
			chars += text.length;
		}
		close();
	}
}

function entryMap(map: Map<number, Map<string, number[]>>, slot: number): Map<string, number[]> {
	const known = map.get(slot);
	if (known !== undefined) return known;
	const made = new Map<string, number[]>();
	map.set(slot, made);
	return made;
}

function entry(map: Map<string, number[]>, text: string): number[] {
	const known = map.get(text);
	if (known !== undefined) return known;
	const made: number[] = [];
	map.set(text, made);
	return made;
}
