/** How long reading may hold the event loop before others get their turn. */
const heldMsMax = 12;

/** Lets the rest of the process work in between: requests are answered while logs are read. */
export class Turn {
	private begun = performance.now();

	async yielded(): Promise<void> {
		if (performance.now() - this.begun < heldMsMax) return;
		await new Promise(setImmediate);
		this.begun = performance.now();
	}
}
