/** How the cost of some work grows, and how it stands to a reference of the same moment. For tests. */
export interface Cost {
	/** Cost of the large input over that of the small one, which is a quarter of it. */
	readonly growth: number;
	/** Cost of the large input over that of hashing as many characters one by one a hundred times. */
	readonly ratio: number;
}

const roundsMax = 6;
/** What is too little to be measured. */
const noiseMs = 10;

/**
 * Measures what work costs on texts of 100,000 and of 400,000 characters: processor time of this
 * process, so that others on the machine do not count, and of several alternating rounds the least,
 * so that one bad moment does not. Ends as soon as the cost is within the bounds.
 */
export function costOf(
	work: (text: string) => void,
	textOf: (length: number) => string,
	bounds: Cost,
): Cost {
	const small = textOf(100_000);
	const large = textOf(400_000);
	work(small.slice(0, 20_000)); // compiled, before it is measured
	let smallMs = Number.POSITIVE_INFINITY;
	let largeMs = Number.POSITIVE_INFINITY;
	let referenceMs = Number.POSITIVE_INFINITY;
	let cost: Cost = { growth: Number.POSITIVE_INFINITY, ratio: Number.POSITIVE_INFINITY };
	for (let round = 0; round < roundsMax; round++) {
		smallMs = Math.min(
			smallMs,
			processorMs(() => work(small)),
		);
		largeMs = Math.min(
			largeMs,
			processorMs(() => work(large)),
		);
		referenceMs = Math.min(
			referenceMs,
			processorMs(() => void hashed(large)),
		);
		cost = {
			growth: largeMs / Math.max(smallMs, noiseMs),
			ratio: largeMs / Math.max(referenceMs, noiseMs),
		};
		if (cost.growth < bounds.growth && cost.ratio < bounds.ratio) break;
	}
	return cost;
}

function processorMs(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1_000;
}

function hashed(text: string): number {
	let hash = 0;
	for (let round = 0; round < 100; round++)
		for (let i = 0; i < text.length; i++)
			hash = (Math.imul(hash, 0x01000193) + text.charCodeAt(i)) | 0;
	return hash;
}
