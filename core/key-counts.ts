/** Characters of a key that are held, in two halves of as many as a double holds exactly. */
const HALF = 10;
/** A power of two, so that a mask finds a slot. */
const FIRST_SLOTS = 1 << 12;
/** 2³² over the golden ratio: spreads what differs in few bits (Knuth, TAOCP 3, 6.4). */
const SPREAD = 0x9e3779b1 | 0;

/** Keys of one generation, open-addressed in typed arrays: 20 bytes a slot, half of them free. */
class Generation {
	private slots = FIRST_SLOTS;
	private high = new Float64Array(FIRST_SLOTS);
	private low = new Float64Array(FIRST_SLOTS);
	private counts = new Uint32Array(FIRST_SLOTS);
	size = 0;

	get(high: number, low: number): number {
		return this.counts[this.slotOf(high, low)] as number;
	}

	set(high: number, low: number, count: number): void {
		let slot = this.slotOf(high, low);
		if (this.counts[slot] === 0) {
			if (++this.size * 2 > this.slots) {
				this.grow();
				slot = this.slotOf(high, low);
			}
			this.high[slot] = high;
			this.low[slot] = low;
		}
		this.counts[slot] = count;
	}

	/** Where a key stands, or would. */
	private slotOf(high: number, low: number): number {
		const mask = this.slots - 1;
		let slot = (Math.imul(low | 0, SPREAD) ^ (high | 0)) & mask;
		while (this.counts[slot] !== 0 && (this.high[slot] !== high || this.low[slot] !== low)) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private grow(): void {
		const { slots, high, low, counts } = this;
		this.slots *= 2;
		this.high = new Float64Array(this.slots);
		this.low = new Float64Array(this.slots);
		this.counts = new Uint32Array(this.slots);
		for (let i = 0; i < slots; i++) {
			if (counts[i] === 0) continue;
			const slot = this.slotOf(high[i] as number, low[i] as number);
			this.high[slot] = high[i] as number;
			this.low[slot] = low[i] as number;
			this.counts[slot] = counts[i] as number;
		}
	}
}

/**
 * How often each of many digests came, in bounded memory: the last `keysMax` to twice as many
 * distinct ones are remembered, those asked for longest ago are forgotten first, as a whole
 * generation. What is forgotten depends on the keys and their order alone.
 */
export class KeyCounts {
	private current = new Generation();
	private earlier: Generation | null = null;

	constructor(private readonly keysMax: number) {}

	/**
	 * Counts a key; answers how often it came before.
	 *
	 * @param key at least 20 digits and small letters of a digest; more are not looked at
	 */
	add(key: string): number {
		const high = Number.parseInt(key.slice(0, HALF), 36);
		const low = Number.parseInt(key.slice(HALF, 2 * HALF), 36);
		const before = this.current.get(high, low) || (this.earlier?.get(high, low) ?? 0);
		this.current.set(high, low, before + 1);
		if (this.current.size >= this.keysMax) {
			this.earlier = this.current;
			this.current = new Generation();
		}
		return before;
	}
}
