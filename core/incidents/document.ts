import { z } from 'zod';

/**
 * The incident document, v1: what the command line prints, the API answers and an evidence bundle
 * carries. `docs/incident-document.md` describes it; `public/incident.schema.json` is its
 * contract as JSON Schema, and a test holds the two together. Fields may be added, none renamed.
 */
export const environments = ['production', 'staging', 'development', 'shared', 'unknown'] as const;
export type Environment = (typeof environments)[number];

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

export const chainRoles = [
	'task',
	'trigger',
	'discovery',
	'credential-exposure',
	'deviation',
	'credential-use',
	'impact',
	'aggravation',
	'detection',
	'recovery',
	'admission',
] as const;
export type ChainRole = (typeof chainRoles)[number];

export const causeBases = [
	'call-result',
	'same-turn',
	'value-provenance',
	'same-action',
	'containment',
] as const;
export type CauseBasis = (typeof causeBases)[number];

export const effectClasses = ['destroyed', 'modified', 'exposed', 'granted', 'created'] as const;
export type EffectClass = (typeof effectClasses)[number];

export const controlIds = [
	'least-privilege',
	'short-lived-credential',
	'no-credential-on-disk',
	'environment-sandbox',
	'approval-for-destructive',
	'delayed-deletion',
	'isolated-backups',
	'rate-limit',
] as const;
export type ControlId = (typeof controlIds)[number];

export const verdicts = ['prevents', 'limits', 'no-effect', 'not-applicable'] as const;
export type Verdict = (typeof verdicts)[number];

/** RFC 3339 in UTC, microseconds where the source has them; null where the source has no time. */
const time = z.string().nullable();
const milliseconds = z.number().nullable();

export const resourceSchema = z.object({
	provider: z.string(),
	kind: z.string(),
	id: z.string(),
	name: z.string().nullable().optional(),
	environment: z.enum(environments),
	/** Why this environment is stated: the provider's field, the inventory, a name, the task. Added to v1. */
	environmentReason: z.string().nullable().optional(),
	/** Id of the resource that it lives in, where known. Added to v1. */
	containedIn: z.string().nullable().optional(),
	/** Name of that resource. Added to v1. */
	containedInName: z.string().nullable().optional(),
});
export type Resource = z.infer<typeof resourceSchema>;

export const credentialSchema = z.object({
	fingerprint: z.string(),
	kind: z.string(),
	obtained: z.object({
		how: z.enum(['file', 'environment', 'prompt', 'tool-result', 'configuration', 'unknown']),
		path: z.string().nullable().optional(),
		eventId: z.string().nullable(),
		time: time.optional(),
	}),
	uses: z.array(z.string()),
	inventoryId: z.string().nullable().optional(),
	/** The inventory's name for it. Added to v1. */
	name: z.string().nullable().optional(),
	owner: z.string().nullable().optional(),
	scopes: z.array(z.string()).nullable().optional(),
	expiresAt: time.optional(),
	neverExpires: z.boolean().nullable().optional(),
});
export type IncidentCredential = z.infer<typeof credentialSchema>;

export const causeSchema = z.object({
	step: z.number().int().min(1),
	basis: z.enum(causeBases),
	valueKind: z.string().nullable().optional(),
	value: z.string().nullable().optional(),
});
export type Cause = z.infer<typeof causeSchema>;

export const chainStepSchema = z.object({
	step: z.number().int().min(1),
	role: z.enum(chainRoles),
	eventId: z.string(),
	time,
	summary: z.string(),
	causes: z.array(causeSchema),
});
export type ChainStep = z.infer<typeof chainStepSchema>;

export const effectSchema = z.object({
	class: z.enum(effectClasses),
	eventId: z.string(),
	time,
	resource: resourceSchema,
	viaContainment: z.boolean(),
	recoverable: z.enum(['yes', 'no', 'unknown']),
	confirmedBy: z.enum(['agent', 'provider', 'both']),
	/** Why it is or is not recoverable, in one sentence. Added to v1. */
	recoveryNote: z.string().nullable().optional(),
	/** The provider's record joined with the agent's call, with the confidence of the join (0–1). Added to v1. */
	joined: z
		.object({ eventId: z.string(), confidence: z.number(), offsetMs: milliseconds })
		.nullable()
		.optional(),
});
export type Effect = z.infer<typeof effectSchema>;

export const controlSchema = z.object({
	id: z.enum(controlIds),
	verdict: z.enum(verdicts),
	stopsAt: z.string().nullable(),
	/** Indexes into `effects`. */
	prevented: z.array(z.number().int().min(0)),
	why: z.string(),
	policy: z.string().nullable().optional(),
	/** How Cedar itself decided on the incident's own calls with this policy. Added to v1. */
	policyCheck: z
		.object({
			engine: z.string(),
			impact: z.number().int(),
			denied: z.number().int(),
			needed: z.number().int(),
			allowed: z.number().int(),
		})
		.optional(),
});
export type ControlReplay = z.infer<typeof controlSchema>;

export const evidenceSchema = z.object({
	eventId: z.string(),
	time,
	summary: z.string(),
	source: z.object({
		format: z.string(),
		path: z.string().nullable().optional(),
		line: z.number().int().min(1).nullable().optional(),
		request: z.string().nullable().optional(),
	}),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const detectionSchema = z.object({
	ruleId: z.string(),
	title: z.string(),
	level: z.enum(['informational', 'low', 'medium', 'high', 'critical']),
	eventIds: z.array(z.string()),
});
export type IncidentDetection = z.infer<typeof detectionSchema>;

/** A sentence of the agent's own account, held against the events. Added to v1. */
export const claimSchema = z.object({
	eventId: z.string(),
	text: z.string(),
	verdict: z.enum(['confirmed', 'contradicted', 'not-checkable']),
	why: z.string(),
});
export type Claim = z.infer<typeof claimSchema>;

export const incidentDocumentSchema = z.object({
	schema: z.literal('aftertrace.incident/v1'),
	id: z.string(),
	title: z.string(),
	severity: z.enum(severities),
	window: z.object({ start: time, end: time }),
	impact: z.object({ start: time, end: time, durationMs: milliseconds }).nullable(),
	metrics: z.object({
		taskToImpactMs: milliseconds,
		exposureToImpactMs: milliseconds,
		deviationToImpactMs: milliseconds,
	}),
	agents: z.array(
		z.object({
			product: z.string(),
			model: z.string().nullable().optional(),
			sessions: z.array(z.string()),
		}),
	),
	task: z
		.object({
			eventId: z.string(),
			text: z.string(),
			environments: z.array(z.string()),
			resources: z.array(z.string()),
		})
		.nullable(),
	credentials: z.array(credentialSchema),
	chain: z.array(chainStepSchema),
	effects: z.array(effectSchema),
	atRisk: z.array(resourceSchema),
	controls: z.array(controlSchema).min(8),
	detections: z.array(detectionSchema),
	evidence: z.array(evidenceSchema),
	gaps: z.array(z.string()),
	claims: z.array(claimSchema).optional(),
	/** Copies of what was destroyed that nothing touched, newest first, with their age at the impact. Added to v1. */
	survivingCopies: z
		.array(
			z.object({
				resource: resourceSchema,
				createdAt: time,
				ageMs: milliseconds,
				copyOf: z.string(),
			}),
		)
		.optional(),
});
export type IncidentDocument = z.infer<typeof incidentDocumentSchema>;
