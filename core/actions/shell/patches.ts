import type { ShellState } from './script.ts';

/** Longest patch that is read for the files that it adds. */
const PATCH_CHARS = 200_000;

/** `*** Add File: x.sh` and its lines with a plus: keeps the content, so that running it later is understood. */
export function rememberPatch(patch: string, state: Pick<ShellState, 'files'>): void {
	if (patch.length > PATCH_CHARS) return;
	for (const [, path = '', body = ''] of patch.matchAll(
		/^\*\*\* Add File: (.+)\n((?:\+.*(?:\n|$))*)/gm,
	))
		state.files.set(path.slice(path.lastIndexOf('/') + 1).trim(), body.replace(/^\+/gm, ''));
}
