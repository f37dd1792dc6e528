import type { FieldSource, FieldValue } from './expression.ts';
import { folded } from './pattern.ts';

/** Numbers the fields that a set of rules asks for, so that each is read once an event. */
export class Slots {
	/** Slot 0 stands for the texts of the whole record, where keywords are looked for. */
	readonly fields: (string | null)[] = [null];
	private readonly byField = new Map<string, number>();

	slotOf(field: string | null): number {
		if (field === null) return 0;
		const known = this.byField.get(field);
		if (known !== undefined) return known;
		this.fields.push(field);
		this.byField.set(field, this.fields.length - 1);
		return this.fields.length - 1;
	}
}

/** The values of one field of one event. */
export class Cell {
	private lowered: readonly string[] | null = null;
	/** Values that are not null, as text. */
	readonly texts: readonly string[];

	constructor(readonly values: readonly FieldValue[]) {
		const [only] = values;
		this.texts =
			values.length === 1
				? only === null
					? []
					: [textOf(only as string)]
				: values.filter((value) => value !== null).map(textOf);
	}

	get folded(): readonly string[] {
		this.lowered ??= this.texts.map(folded);
		return this.lowered;
	}
}

/** A value as rules compare it: numbers and booleans as they are written. */
export const textOf = (value: string | number | boolean): string =>
	typeof value === 'string' ? value : String(value);

const ABSENT = Symbol('absent');

/** One event as the compiled predicates see it; used again for the next event. */
export class EventView {
	private readonly cells: (Cell | typeof ABSENT | null)[];
	private source: FieldSource | null = null;

	constructor(private readonly slots: Slots) {
		this.cells = new Array(slots.fields.length).fill(null);
	}

	look(source: FieldSource): void {
		this.source = source;
		this.cells.fill(null);
	}

	/** Null where the event does not have the field. */
	cell(slot: number): Cell | null {
		const known = this.cells[slot];
		if (known !== null && known !== undefined) return known === ABSENT ? null : known;
		const field = this.slots.fields[slot] ?? null;
		const values = field === null ? this.source?.texts() : this.source?.values(field);
		const cell = values === undefined ? ABSENT : new Cell(values);
		this.cells[slot] = cell;
		return cell === ABSENT ? null : cell;
	}
}
