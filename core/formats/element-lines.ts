/**
 * The line (1-based, from `firstLine`) at which each value on a path starts in a JSON text, in
 * document order. `path` holds keys, and `*` for every index of an array. One pass, no recursion;
 * expects text that `JSON.parse` accepts.
 */
export function elementLines(text: string, path: readonly string[], firstLine = 1): number[] {
	const lines: number[] = [];
	const keys: (string | null)[] = []; // the key at each open level; null in an array
	let matched = 0; // how many levels from the root follow the path
	let line = firstLine;
	let pendingKey: string | null = null;
	let atValue = true;

	const startValue = (): boolean => {
		const depth = keys.length;
		const part = path[depth - 1];
		const fits =
			depth === 0 ||
			(matched >= depth - 1 &&
				part !== undefined &&
				(keys[depth - 1] === null ? part === '*' : pendingKey === part));
		if (fits && depth === path.length) lines.push(line);
		return fits;
	};

	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === 10) line++;
		else if (code === 34) {
			const end = stringEnd(text, i);
			const level = keys.length - 1;
			if (!atValue && level >= 0 && keys[level] !== null) {
				pendingKey = keys.length <= path.length ? readKey(text, i, end) : '';
			} else if (atValue) {
				startValue();
				atValue = false;
			}
			i = end;
		} else if (code === 123 || code === 91) {
			const fits = startValue();
			const depth = keys.length;
			matched = fits ? depth : Math.min(matched, depth - 1);
			keys.push(code === 91 ? null : '');
			if (!fits) matched = Math.min(matched, depth - 1);
			atValue = code === 91;
		} else if (code === 125 || code === 93) {
			keys.pop();
			matched = Math.min(matched, keys.length - 1);
			atValue = false;
		} else if (code === 58) atValue = true;
		else if (code === 44) atValue = keys.at(-1) === null;
		else if (code > 32 && atValue) {
			startValue();
			atValue = false;
		}
	}
	return lines;
}

function stringEnd(text: string, start: number): number {
	for (let i = start + 1; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === 92) i++;
		else if (code === 34) return i;
	}
	return text.length;
}

function readKey(text: string, start: number, end: number): string {
	try {
		return JSON.parse(text.slice(start, end + 1)) as string;
	} catch {
		return '';
	}
}
