import type { FileToRead, LearnedFile } from './worker-messages.ts';

export type LearnedInput = ReadonlyMap<number, LearnedFile>;

export const filesInOrder = (learned: LearnedInput): LearnedFile[] =>
	[...learned.values()].sort((a, b) => a.index - b.index);

/**
 * What one thread must read in order: a file, or all files of a folder whose format ties files
 * together (a session and its subagents). Largest first, so that no thread is left with it at the end.
 */
export function unitsOf(
	roots: readonly string[],
	files: readonly { readonly path: string; readonly bytes: number }[],
	learned: LearnedInput,
): FileToRead[][] {
	const units = new Map<string, FileToRead[]>();
	for (const { index, plain, readsAcross } of filesInOrder(learned)) {
		const file = files[index];
		if (file === undefined) continue;
		const key =
			readsAcross === null ? `file ${index}` : `${readsAcross} ${topOf(roots, file.path)}`;
		const unit = units.get(key) ?? [];
		unit.push({ path: file.path, bytes: file.bytes, plain });
		units.set(key, unit);
	}
	const size = (unit: readonly FileToRead[]) => unit.reduce((sum, { bytes }) => sum + bytes, 0);
	return [...units.values()].sort((a, b) => size(b) - size(a));
}

/** The folder right under the one that was named; a file that stands in that itself has none. */
function topOf(roots: readonly string[], path: string): string {
	const root = roots.find((each) => path.startsWith(each.replace(/\/*$/, '/'))) ?? '';
	const below = path.slice(root.length).replace(/^\/+/, '').split(/[/\\]/);
	return `${root}\0${below.length > 1 ? below[0] : ''}`;
}
