import type { Act } from '../actions/action.ts';
import type { CallTrace } from './runs.ts';

const SHORT_STATUS = /^(?:[ MADRCU][MADRCU]|[MADRCU] |\?\?) (\S.*)$/;
const LONG_STATUS = /^\s+(?:modified|new file|deleted|both modified):\s+(\S.*)$/;

/**
 * Changes that stood in a work tree before the run touched it, as `git status` showed them: work of
 * others that no commit holds. At most 2,000 paths a family of runs.
 */
export class UncommittedWork {
	readonly #paths = new Set<string>();

	/** Learns from the answer of a status; what the run itself wrote before is its own. */
	see(call: CallTrace, written: ReadonlySet<string>): void {
		const output = call.result?.result?.output ?? '';
		if (output === '' || !call.acts.some((act) => act.operation === 'git status')) return;
		let untracked = false;
		for (const line of output.slice(0, 100_000).split('\n')) {
			if (/^Untracked files:/.test(line)) untracked = true;
			else if (/^\S/.test(line) && untracked) untracked = false;
			const path =
				SHORT_STATUS.exec(line)?.[1] ??
				LONG_STATUS.exec(line)?.[1] ??
				(untracked ? /^\t(\S.*)$/.exec(line)?.[1] : undefined);
			if (path === undefined || this.#paths.size >= 2_000) continue;
			if (![...written].some((own) => own === path || own.endsWith(`/${path}`)))
				this.#paths.add(path);
		}
	}

	/** The changes that an act throws away; none where no status showed any. */
	lostBy(act: Act): readonly string[] {
		if (act.provider !== 'git' || this.#paths.size === 0) return [];
		return /^git (reset --hard|checkout|restore|clean|stash (drop|clear))/.test(act.operation) &&
			act.class === 'delete'
			? [...this.#paths]
			: [];
	}

	/** They are gone: throwing them away again loses nothing. */
	forget(): void {
		this.#paths.clear();
	}
}
