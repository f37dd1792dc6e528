let users = 0;

/**
 * While it is held, the heaps of this process are swept as soon as they have grown by a tenth; by
 * default V8 lets one grow to several times of what is alive in it, and an import has one for each
 * thread. Answers how to let go.
 */
export function smallHeaps(): () => void {
	// By its runtime name: a bundler for browsers must not look for it.
	const v8 = process.getBuiltinModule('node:v8');
	if (users++ === 0) v8.setFlagsFromString('--heap-growing-percent=10');
	let isHeld = true;
	return () => {
		if (!isHeld) return;
		isHeld = false;
		// Zero: V8 decides by itself, as it does from the beginning.
		if (--users === 0) v8.setFlagsFromString('--heap-growing-percent=0');
	};
}
