import { parseTime } from '@/core/event/time.ts';
import {
	type EffectClass,
	type Environment,
	environments,
	type IncidentDocument,
	incidentDocumentSchema,
	type Severity,
} from '@/core/incidents/document.ts';
import type { IncidentStatus } from '@/core/incidents/workspace-view.ts';
import type { Incident, Prisma } from '@/server/records/generated/client.ts';

/** An incident as a list shows it. */
export interface IncidentSummary {
	/** `INC-0001`; also its address. */
	readonly number: string;
	readonly documentId: string;
	readonly title: string;
	readonly severity: Severity;
	readonly status: IncidentStatus;
	readonly assignee: string | null;
	/** RFC 3339; null where the sources have no time. */
	readonly start: string | null;
	readonly end: string | null;
	readonly impact: IncidentDocument['impact'];
	readonly exposureToImpactMs: number | null;
	readonly effects: number;
	/** How many effects of each class; classes without any are left out. */
	readonly effectCounts: Readonly<Partial<Record<EffectClass, number>>>;
	/** Environments in which something changed, production first. */
	readonly environments: readonly Environment[];
	/** Effects that cannot be undone. */
	readonly unrecoverable: number;
	readonly agents: readonly string[];
	readonly credentials: readonly string[];
	/** `INC-0001` of the incident that an analyst made this one part of. */
	readonly mergedInto: string | null;
	/** `INC-0001` of the incident that an analyst split this one off. */
	readonly splitFrom: string | null;
	/** RFC 3339. */
	readonly createdAt: string;
	readonly updatedAt: string;
}

export const numberText = (number: number): string => `INC-${String(number).padStart(4, '0')}`;

/** The number in `INC-0001`; null when the text is none. */
export function incidentNumber(text: string): number | null {
	const match = /^INC-(\d{1,9})$/i.exec(text);
	return match === null ? null : Number(match[1]);
}

/** The stored document; only this program writes it, and it is parsed all the same. */
export const documentOf = (row: Pick<Incident, 'document'>): IncidentDocument =>
	incidentDocumentSchema.parse(row.document);

export function summaryOf(row: Incident): IncidentSummary {
	const document = documentOf(row);
	return {
		number: numberText(row.number),
		documentId: row.documentId,
		title: row.title,
		severity: document.severity,
		status: row.status,
		assignee: row.assignee,
		start: document.window.start,
		end: document.window.end,
		impact: document.impact,
		exposureToImpactMs: document.metrics.exposureToImpactMs,
		effects: document.effects.length,
		effectCounts: countedByClass(document),
		environments: environments.filter((environment) =>
			document.effects.some((effect) => effect.resource.environment === environment),
		),
		unrecoverable: document.effects.filter((effect) => effect.recoverable === 'no').length,
		agents: document.agents.map((agent) => agent.product),
		credentials: document.credentials.map((credential) => credential.kind),
		mergedInto: row.mergedInto === null ? null : numberText(row.mergedInto),
		splitFrom: row.splitFrom === null ? null : numberText(row.splitFrom),
		createdAt: row.createdAt.toISOString(),
		updatedAt: row.updatedAt.toISOString(),
	};
}

function countedByClass(document: IncidentDocument): Partial<Record<EffectClass, number>> {
	const counts: Partial<Record<EffectClass, number>> = {};
	for (const effect of document.effects) counts[effect.class] = (counts[effect.class] ?? 0) + 1;
	return counts;
}

/** The columns that repeat what the document says, for lists and filters. */
export function columnsOf(document: IncidentDocument) {
	return {
		documentId: document.id,
		title: document.title,
		severity: document.severity,
		document: document as unknown as Prisma.InputJsonObject,
		startMicros: microsOf(document.window.start),
		endMicros: microsOf(document.window.end),
		impactMicros: microsOf(document.impact?.start ?? null),
	};
}

function microsOf(time: string | null): bigint | null {
	const micros = time === null ? null : parseTime(time);
	return micros === null ? null : BigInt(micros);
}
