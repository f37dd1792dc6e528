/** When a job's rounds begin and come again, and what its failures are called in the log. */
interface RoundTimes {
	readonly firstMs: number;
	readonly everyMs: number;
	readonly named: string;
}

/**
 * Goes round now and then: never two rounds at once, and none is the last because it failed.
 *
 * @param round one round; the signal says that the process wants to end
 * @returns how to stop; resolves once the round that runs has ended
 */
export function startRounds(
	round: (stop: AbortSignal) => Promise<unknown>,
	{ firstMs, everyMs, named }: RoundTimes,
): () => Promise<void> {
	const stop = new AbortController();
	let running: Promise<void> | null = null;
	const begin = () => {
		running ??= round(stop.signal)
			.then(() => undefined)
			.catch((error: unknown) => console.error(`${named}:`, error))
			.finally(() => {
				running = null;
			});
	};
	const first = setTimeout(begin, firstMs);
	const timer = setInterval(begin, everyMs);
	first.unref();
	timer.unref();
	return async () => {
		stop.abort();
		clearTimeout(first);
		clearInterval(timer);
		await running;
	};
}
