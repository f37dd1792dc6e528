import type { EffectClass, Environment, Severity } from '@/core/incidents/document.ts';
import type { IncidentStatus } from '@/core/incidents/workspace-view.ts';

/** What the list shows of an incident. */
export interface IncidentRow {
	readonly number: string;
	readonly title: string;
	readonly severity: Severity;
	readonly status: IncidentStatus;
	readonly assignee: string | null;
	readonly start: string | null;
	readonly impact: { readonly durationMs: number | null } | null;
	readonly effectCounts: Readonly<Partial<Record<EffectClass, number>>>;
	readonly environments: readonly Environment[];
	readonly unrecoverable: number;
	readonly agents: readonly string[];
}
