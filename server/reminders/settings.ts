import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import type { ReminderViewData } from '@/core/reminders/views.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { outsideAddress } from '@/server/connectors/parts.ts';
import { installation } from '@/server/installation/installation.ts';
import { seal, unseal } from '@/server/installation/seal.ts';
import { listNotices } from './notices.ts';

const mailAddress = z.email().max(254);
const receiversMax = 20;
const addressesMax = 500;

/** Where a workspace's reminders go, and of what. Nothing in it is secret. */
export const reminderSettingsSchema = z
	.object({
		expiry: z.boolean().default(true),
		reviews: z.boolean().default(true),
		webhook: outsideAddress.nullable().default(null),
		/** Hear of everything. */
		mailTo: z.array(mailAddress).max(receiversMax).default([]),
		/** Owners hear of theirs, where their address is known. */
		mailOwners: z.boolean().default(false),
		/** Addresses of owners whose name is none: a team's, a person's. */
		addresses: z
			.record(z.string().min(1).max(200), mailAddress)
			.refine((given) => Object.keys(given).length <= addressesMax, `at most ${addressesMax}`)
			.default({}),
	})
	.strict();
export type ReminderSettings = z.infer<typeof reminderSettingsSchema>;

export const reminderChangeSchema = reminderSettingsSchema.partial().extend({
	/** `true`: the webhook is signed with another secret from now on. */
	newSecret: z.literal(true).optional(),
});
export type ReminderChange = z.infer<typeof reminderChangeSchema>;

/** The webhook's secret is answered once, when it was made. */
export type ReminderChanged = ReminderViewData & { readonly webhookSecret: string | null };

const refusal = failure('forbidden', 'your role does not allow reading or changing reminders');
const defaults = reminderSettingsSchema.parse({});
const about = (workspaceId: string) => `${workspaceId}/webhook`;

/** A workspace's settings; those of one that has none send nothing. */
export async function settingsOf(workspaceId: string): Promise<ReminderSettings> {
	const row = await installation().records.database.reminderSettings.findUnique({
		where: { workspaceId },
	});
	const read = reminderSettingsSchema.safeParse(row?.document ?? {});
	return read.success ? read.data : defaults;
}

/** Null: none was made, or it was sealed under another installation's key. */
export async function webhookSecretOf(workspaceId: string): Promise<string | null> {
	const { records, keys } = installation();
	const row = await records.database.reminderSettings.findUnique({ where: { workspaceId } });
	if (row?.sealedSecret == null) return null;
	const plain = unseal(keys.sealingKey('webhooks'), row.sealedSecret, about(workspaceId));
	return plain?.toString('utf8') ?? null;
}

export async function getReminders(actor: Actor): Promise<Result<ReminderViewData>> {
	if (!may(actor, 'reviews.manage')) return fail<Failure>(refusal);
	return ok({
		settings: await settingsOf(actor.workspaceId),
		mailServer: installation().settings.smtpUrl !== null,
		notices: await listNotices(actor.workspaceId),
	});
}

/** Changes what is given. A webhook that is new gets a secret of its own. */
export async function changeReminders(
	actor: Actor,
	{ newSecret, ...change }: ReminderChange,
): Promise<Result<ReminderChanged>> {
	if (!may(actor, 'settings.manage')) return fail<Failure>(refusal);
	const { records, keys } = installation();
	const { workspaceId } = actor;
	const before = await settingsOf(workspaceId);
	const settings = { ...before, ...withoutUndefined(change) };
	const isNew = settings.webhook !== null && (await webhookSecretOf(workspaceId)) === null;
	const secret = isNew || newSecret === true ? freshSecret() : null;
	const sealed =
		secret === null
			? {}
			: {
					sealedSecret: new Uint8Array(
						seal(keys.sealingKey('webhooks'), Buffer.from(secret), about(workspaceId)),
					),
				};
	const data = { document: settings, updatedBy: actor.name, ...sealed };
	await records.database.reminderSettings.upsert({
		where: { workspaceId },
		create: { workspaceId, ...data },
		update: data,
	});
	await recordAudit(actor, 'reminders.changed', null, {
		changed: Object.keys(withoutUndefined(change)),
		newSecret: secret !== null,
	});
	const view = await getReminders(actor);
	return view.ok ? ok({ ...view.value, webhookSecret: secret }) : view;
}

/** As Standard Webhooks has it: `whsec_` and the bytes in base64. */
const freshSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

const withoutUndefined = <T extends object>(
	given: T,
): { [K in keyof T]: Exclude<T[K], undefined> } =>
	Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
		[K in keyof T]: Exclude<T[K], undefined>;
	};

/** The address that an owner is reached at; null: none is known. */
export function addressOf(settings: ReminderSettings, owner: string): string | null {
	if (Object.hasOwn(settings.addresses, owner)) return settings.addresses[owner] ?? null;
	const read = mailAddress.safeParse(owner);
	return read.success ? read.data : null;
}
