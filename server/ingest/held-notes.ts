const heldMax = 5_000;

/**
 * Holds what an import's events show and writes it down together: once a while, when much has come,
 * and when it is asked to. The same note again adds nothing, so what a death of the process takes along
 * comes back when the import is sent again.
 */
export class HeldNotes<Note> {
	private held: Note[] = [];
	private keptAt: number;

	constructor(
		private readonly write: (notes: readonly Note[]) => Promise<unknown>,
		private readonly everyMs: number,
		private readonly clock: () => number,
	) {
		this.keptAt = clock();
	}

	/** Their events are stored. */
	async add(notes: readonly Note[]): Promise<void> {
		for (const note of notes) this.held.push(note);
		if (this.clock() - this.keptAt < this.everyMs && this.held.length < heldMax) return;
		await this.keep();
		this.keptAt = this.clock();
	}

	/** Writes down what came since the last time. */
	async keep(): Promise<void> {
		const { held } = this;
		this.held = [];
		await this.write(held);
	}
}
