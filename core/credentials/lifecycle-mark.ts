import { z } from 'zod';
import type { Credential } from './credential.ts';

/** What a person records of a credential's life. `reinstated`: a revocation was taken back. */
export const markKinds = ['rotated', 'revoked', 'reinstated'] as const;
export type MarkKind = (typeof markKinds)[number];

/** One entry of a credential's life: what, when, by whom and why. Never changed, never taken away. */
export const lifecycleMarkSchema = z.object({
	kind: z.enum(markKinds),
	/** RFC 3339: when it was done at the provider. */
	at: z.string(),
	/** Name of who recorded it. */
	by: z.string(),
	reason: z.string().nullable(),
	/** RFC 3339: when it was recorded. */
	recordedAt: z.string(),
});
export type LifecycleMark = z.infer<typeof lifecycleMarkSchema>;

/** What is kept of one credential; the oldest go beyond it. */
export const marksMax = 100;

/** A credential as its sources say, with what people recorded of its life above that. */
export function withMarks(credential: Credential, marks: readonly LifecycleMark[]): Credential {
	const rotated = latestOf(marks, ['rotated']);
	const state = latestOf(marks, ['revoked', 'reinstated']);
	const lastRotatedAt =
		rotated === null || (credential.lastRotatedAt ?? '') > rotated.at
			? credential.lastRotatedAt
			: rotated.at;
	if (state === null) return { ...credential, lastRotatedAt };
	if (state.kind === 'revoked')
		return { ...credential, lastRotatedAt, status: 'revoked', revokedAt: state.at };
	return {
		...credential,
		lastRotatedAt,
		revokedAt: null,
		// What a source says of its status stands again; “revoked” is what was taken back.
		status: credential.status === 'revoked' ? 'active' : credential.status,
	};
}

/** The last one recorded: people correct themselves by recording anew. */
function latestOf(
	marks: readonly LifecycleMark[],
	kinds: readonly MarkKind[],
): LifecycleMark | null {
	return (
		marks
			.filter(({ kind }) => kinds.includes(kind))
			.toSorted((a, b) => a.recordedAt.localeCompare(b.recordedAt))
			.at(-1) ?? null
	);
}
