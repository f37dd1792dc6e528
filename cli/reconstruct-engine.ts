import { createUnderstanding, type Understanding } from '@/core/actions/understanding.ts';
import type { PolicyEngine } from '@/core/incidents/policies.ts';
import { reconstruct } from '@/core/incidents/reconstruct.ts';
import { loadCedarEngine } from '@/server/parsers/cedar-engine.ts';
import { loadShellGrammar } from '@/server/parsers/shell-grammar.ts';
import { loadSqlGrammar } from '@/server/parsers/sql-grammar.ts';

/** What reconstruction needs beside events. Loaded while they are read, on threads of their own where it is much. */
export interface ReconstructionEngine {
	readonly reconstruct: typeof reconstruct;
	readonly understanding: Understanding;
	readonly policyEngine: PolicyEngine;
}

export async function loadEngine(): Promise<ReconstructionEngine> {
	const [shell, sql, policyEngine] = await Promise.all([
		loadShellGrammar(),
		loadSqlGrammar(),
		loadCedarEngine(),
	]);
	return { reconstruct, understanding: createUnderstanding({ shell, sql }), policyEngine };
}
