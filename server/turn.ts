/** How long work may hold the event loop before others get their turn. */
const heldMsMax = 12;

/** Lets the rest of the process work in between: requests are answered while logs are read and stored. */
export class Turn {
	private begun = performance.now();

	/** Whether it is time: asked for every record, so it costs no waiting. */
	get isDue(): boolean {
		return performance.now() - this.begun >= heldMsMax;
	}

	async yielded(): Promise<void> {
		if (!this.isDue) return;
		await new Promise(setImmediate);
		this.begun = performance.now();
	}
}
