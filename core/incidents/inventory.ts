import { z } from 'zod';
import { environments } from './document.ts';

/**
 * A credential inventory as a file (`--inventory FILE`, or found among the logs): what is known about
 * credentials and resources beside the logs. Never holds a secret; a credential is recognised by its
 * fingerprint, the provider's id, its last characters, or the place where it is stored.
 */
export const inventoryCredentialSchema = z.object({
	id: z.string(),
	name: z.string(),
	kind: z.string(),
	provider: z.string(),
	owner: z.string().nullable().default(null),
	/** The provider's id of it: access key id, token id, accessor. */
	providerId: z.string().nullable().default(null),
	fingerprint: z.string().nullable().default(null),
	/** The last four to eight characters that the provider displays. */
	lastCharacters: z.string().min(4).max(8).nullable().default(null),
	purpose: z.string().nullable().default(null),
	/** `provider:permission` or the provider's own words; null: the provider does not expose them. */
	scopes: z.array(z.string()).nullable().default(null),
	/** Operations that its uses before the incident needed, where the provider's history tells. */
	usedOperations: z.array(z.string()).default([]),
	environments: z.array(z.enum(environments)).default([]),
	issuedAt: z.iso.datetime({ offset: true }).nullable().default(null),
	expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
	/** True: the provider says that it has no end. Null: unknown. */
	neverExpires: z.boolean().nullable().default(null),
	storedAt: z.array(z.string()).default([]),
	/** Ids of resources that it reaches; `*`: everything of its provider. */
	reaches: z.array(z.string()).default([]),
});
export type InventoryCredential = z.infer<typeof inventoryCredentialSchema>;

export const inventoryResourceSchema = z.object({
	provider: z.string(),
	kind: z.string(),
	id: z.string(),
	name: z.string().nullable().default(null),
	environment: z.enum(environments).default('unknown'),
	containedIn: z.string().nullable().default(null),
	/** Id of the resource that this one is a copy of. */
	copyOf: z.string().nullable().default(null),
	createdAt: z.iso.datetime({ offset: true }).nullable().default(null),
});
export type InventoryResource = z.infer<typeof inventoryResourceSchema>;

export const inventorySchema = z.object({
	schema: z.literal('aftertrace.inventory/v1'),
	credentials: z.array(inventoryCredentialSchema).default([]),
	resources: z.array(inventoryResourceSchema).default([]),
});
export type Inventory = z.infer<typeof inventorySchema>;

/** Several inventory files as one; later entries of the same id win. */
export function mergeInventories(inventories: readonly Inventory[]): Inventory {
	const credentials = new Map<string, InventoryCredential>();
	const resources = new Map<string, InventoryResource>();
	for (const inventory of inventories) {
		for (const credential of inventory.credentials) credentials.set(credential.id, credential);
		for (const resource of inventory.resources)
			resources.set(`${resource.provider}/${resource.id}`, resource);
	}
	return {
		schema: 'aftertrace.inventory/v1',
		credentials: [...credentials.values()],
		resources: [...resources.values()],
	};
}
