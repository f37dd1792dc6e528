/** A small seeded generator (mulberry32): the same seed makes the same sample. Not for secrets that guard anything. */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const hex = (random: () => number, length: number): string =>
	Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');

/** A version-4 UUID; `prefix` replaces its first digits. */
export function uuid(random: () => number, prefix = ''): string {
	const digits = `${prefix}${hex(random, 32)}`.slice(0, 32);
	return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
