import { z } from 'zod';

/** Limits that findings are measured by. Days. */
export const credentialPolicySchema = z.object({
	/** From issue to expiry. */
	lifetimeDaysMax: z.number().int().min(1).default(366),
	/** By kind, where another limit holds than the general one. */
	lifetimeDaysMaxByKind: z.record(z.string(), z.number().int().min(1)).default({}),
	/** Since the last rotation, or since issue. */
	rotationDaysMax: z.number().int().min(1).default(180),
	unusedDaysMax: z.number().int().min(1).default(90),
	/** Ahead of its end. */
	expiringDays: z.number().int().min(1).default(14),
	/** Agent runs that may share one credential. */
	runsMax: z.number().int().min(1).default(2),
});
export type CredentialPolicy = z.infer<typeof credentialPolicySchema>;

export const defaultPolicy: CredentialPolicy = credentialPolicySchema.parse({});
