import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma } from '@/server/records/generated/client.ts';
import { revisionName, ruleBookOf } from './rule-book.ts';

export const ruleSwitchSchema = z
	.object({
		ids: z.array(z.string().min(1).max(200)).min(1).max(1_000),
		isOn: z.boolean(),
	})
	.strict();

export const notAllowed = failure('forbidden', 'your role does not allow changing rules');

/** Does a change of a workspace's rules and makes every process read them anew, both or neither. */
export async function changeRules(
	{ workspaceId }: Actor,
	change: (records: Prisma.TransactionClient) => Promise<unknown>,
): Promise<void> {
	await installation().records.database.$transaction(async (records) => {
		await change(records);
		await records.counter.upsert({
			where: { workspaceId_name: { workspaceId, name: revisionName } },
			create: { workspaceId, name: revisionName, value: 1 },
			update: { value: { increment: 1 } },
		});
	});
}

/** Switches rules on or off. What they found before stays; it holds for what comes in from then on. */
export async function switchRules(
	actor: Actor,
	{ ids, isOn }: z.infer<typeof ruleSwitchSchema>,
): Promise<Result<{ changed: number }>> {
	if (!may(actor, 'rules.write')) return fail<Failure>(notAllowed);
	const { loaded, off } = await ruleBookOf(actor);
	const known = new Set(loaded.rules.map(({ id }) => id));
	const unknown = ids.find((id) => !known.has(id));
	if (unknown !== undefined)
		return fail<Failure>(failure('not-found', `there is no rule ${unknown}`));
	const { workspaceId } = actor;
	const changed = [...new Set(ids)].filter((id) => off.has(id) === isOn);
	if (changed.length === 0) return ok({ changed: 0 });
	await changeRules(actor, (records) =>
		isOn
			? records.ruleSwitch.deleteMany({ where: { workspaceId, ruleId: { in: changed } } })
			: records.ruleSwitch.createMany({
					data: changed.map((ruleId) => ({ workspaceId, ruleId, updatedBy: actor.name })),
					skipDuplicates: true,
				}),
	);
	for (const id of changed)
		await recordAudit(actor, isOn ? 'rule.switched-on' : 'rule.switched-off', id, null);
	return ok({ changed: changed.length });
}
