const weightMax = 5_000;

/**
 * Holds what an import's events show and writes it down together: once a while, when much has come,
 * and when it is asked to. The same note again adds nothing, so what a death of the process takes along
 * comes back when the import is sent again.
 */
export class HeldNotes<Note> {
	private held: Note[] = [];
	private weight = 0;
	private keptAt: number;

	constructor(
		private readonly write: (notes: readonly Note[]) => Promise<unknown>,
		private readonly everyMs: number,
		private readonly clock: () => number,
		/** Of how many things a note tells: much is counted in these. */
		private readonly weightOf: (note: Note) => number = () => 1,
	) {
		this.keptAt = clock();
	}

	/** Their events are stored. */
	async add(notes: readonly Note[]): Promise<void> {
		for (const note of notes) {
			this.held.push(note);
			this.weight += this.weightOf(note);
			if (this.weight >= weightMax) await this.keep();
		}
		if (this.clock() - this.keptAt >= this.everyMs) await this.keep();
	}

	/** Writes down what came since the last time. */
	async keep(): Promise<void> {
		const { held } = this;
		this.held = [];
		this.weight = 0;
		await this.write(held);
		this.keptAt = this.clock();
	}
}
