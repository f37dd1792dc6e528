import type { Act } from '../actions/action.ts';
import { resourceRef } from '../actions/reading.ts';
import type { CallTrace } from './runs.ts';

const MAKES = /\b(?:mkdir|md|New-Item)\b/i;
const MOVES = /^(mv|move|move-item|mi)$/i;

/**
 * Moves into a folder that could not be made: without the folder each file takes the folder's name and
 * overwrites the one before. Known only where the making itself failed.
 */
export class OverwritingMoves {
	readonly #missing = new Set<string>();
	readonly #taken = new Set<string>();

	see(call: CallTrace): void {
		if (call.outcome !== 'error' || !MAKES.test(call.event.text)) return;
		for (const match of call.event.text.matchAll(
			/\b(?:mkdir|md)\s+(?:-\w+\s+)*("[^"]+"|'[^']+'|[^\s;&|]+)/gi,
		)) {
			const path = plain(match[1] ?? '');
			if (path !== '' && this.#missing.size < 100) this.#missing.add(path);
		}
	}

	/** The act as what it was, a destruction, where it overwrote what an earlier move had put there. */
	read(act: Act, call: CallTrace): Act {
		if (act.provider !== 'filesystem' || !MOVES.test(act.operation) || call.outcome !== 'ok')
			return act;
		const target = act.writesPaths[0];
		if (target === undefined || !this.#missing.has(plain(target))) return act;
		const several = act.readsPaths.length > 1 || act.readsPaths.some((path) => path.includes('*'));
		const before = this.#taken.has(plain(target));
		this.#taken.add(plain(target));
		return several || before
			? { ...act, class: 'destroy', resources: [resourceRef('filesystem', 'file', target)] }
			: act;
	}
}

const plain = (path: string): string =>
	path
		.replace(/^["']|["']$/g, '')
		.replace(/^\.\//, '')
		.replaceAll('\\', '/')
		.replace(/\/+$/, '');
