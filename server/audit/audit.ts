import { randomUUID } from 'node:crypto';
import type { Actor } from '@/core/access/permissions.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma } from '@/server/records/generated/client.ts';

/** What the console's own audit names. */
export type AuditAction =
	| 'api-key.created'
	| 'api-key.revoked'
	| 'connector.added'
	| 'connector.changed'
	| 'connector.deleted'
	| 'credential.changed'
	| 'credential.marked'
	| 'credential.merged'
	| 'credential.split'
	| 'credential.unmerged'
	| 'credentials.changed'
	| 'credentials.exported'
	| 'credentials.imported'
	| 'hunt.deleted'
	| 'hunt.started'
	| 'import.finished'
	| 'import.retried'
	| 'incident.changed'
	| 'mapping.deleted'
	| 'mapping.saved'
	| 'incident.merged'
	| 'incident.split'
	| 'incident.ungrouped'
	| 'person.created'
	| 'pipeline.deleted'
	| 'pipeline.saved'
	| 'policy.changed'
	| 'policy.exception-added'
	| 'policy.reset'
	| 'reminders.changed'
	| 'reminders.tested'
	| 'review.attested'
	| 'review.closed'
	| 'review.decided'
	| 'review.link-made'
	| 'review.started'
	| 'rule.added'
	| 'rule.deleted'
	| 'rule.edited'
	| 'rule.restored'
	| 'rule.switched-off'
	| 'rule.switched-on';

/**
 * Writes down who did what in the console.
 *
 * @param subject id of what it was done to
 * @param detail plain values; never a secret, never log content
 */
export async function recordAudit(
	actor: Actor,
	action: AuditAction,
	subject: string | null,
	detail: Prisma.InputJsonObject | null,
): Promise<void> {
	await installation().records.database.auditEntry.create({
		data: {
			workspaceId: actor.workspaceId,
			id: randomUUID(),
			actorType: actor.type,
			actorId: actor.id,
			actorName: actor.name,
			action,
			subject,
			...(detail === null ? {} : { detail }),
		},
	});
}
