/** A map that holds at most so many entries: setting one more forgets the one that was set first. */
export class BoundedMap<K, V> extends Map<K, V> {
	constructor(private readonly entriesMax: number) {
		super();
	}

	override set(key: K, value: V): this {
		super.set(key, value);
		if (this.size > this.entriesMax) {
			const [oldest] = this.keys();
			this.delete(oldest as K);
		}
		return this;
	}
}
