// Vitest 5 groups failures with Map.groupBy, which Node 20 does not have: without this a failing
// test would end in a TypeError instead of its report. Loaded with --import before vitest.
Map.groupBy ??= (items, keyOf) => {
	const groups = new Map();
	let index = 0;
	for (const item of items) {
		const key = keyOf(item, index++);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [item]);
		else group.push(item);
	}
	return groups;
};
