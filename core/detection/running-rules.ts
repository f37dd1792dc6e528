import type { SigmaRule } from './sigma/rule.ts';

/** The rules that run in a workspace. */
export interface RunningRules {
	readonly rules: readonly SigmaRule[];
	/** Switched off, and run all the same since a correlation that is on builds on them: they report nothing. */
	readonly muted: ReadonlySet<string>;
}

/** Leaves out what is switched off and nothing else needs. `rules` as they were loaded: what others build on comes first. */
export function runningRules(rules: readonly SigmaRule[], off: ReadonlySet<string>): RunningRules {
	const needed = new Set<string>();
	const kept = [...rules].reverse().filter((rule) => {
		if (off.has(rule.id) && !needed.has(rule.id)) return false;
		if (rule.kind === 'correlation') for (const id of rule.rules) needed.add(id);
		return true;
	});
	return {
		rules: kept.reverse(),
		muted: new Set(kept.flatMap(({ id }) => (off.has(id) ? [id] : []))),
	};
}
