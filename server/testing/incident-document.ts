import { controlIds, type IncidentDocument } from '@/core/incidents/document.ts';

/** A small incident document: one destroyed volume for each event named. */
export const incidentDocument = (id: string, eventIds: readonly string[]): IncidentDocument => ({
	schema: 'aftertrace.incident/v1',
	id,
	title: `Incident ${id}`,
	severity: 'critical',
	window: { start: '2026-04-24T10:00:00Z', end: '2026-04-24T10:00:09Z' },
	impact: { start: '2026-04-24T10:00:05Z', end: '2026-04-24T10:00:05Z', durationMs: 0 },
	metrics: { taskToImpactMs: null, exposureToImpactMs: null, deviationToImpactMs: null },
	agents: [{ product: 'claude-code', sessions: ['run-1'] }],
	task: null,
	credentials: [],
	chain: [],
	effects: eventIds.map((eventId) => ({
		class: 'destroyed',
		eventId,
		time: '2026-04-24T10:00:05Z',
		resource: { provider: 'railway', kind: 'volume', id: 'vol-1', environment: 'production' },
		viaContainment: false,
		recoverable: 'no',
		confirmedBy: 'agent',
	})),
	atRisk: [],
	controls: controlIds.map((control) => ({
		id: control,
		verdict: 'no-effect',
		stopsAt: null,
		prevented: [],
		why: 'a test',
	})),
	detections: [],
	evidence: [],
	gaps: [],
});
