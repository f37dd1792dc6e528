import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey, newApiKeySchema, revokeApiKey } from '@/server/auth/api-keys.ts';
import { workspaceHmac } from '@/server/ingest/known-secrets.ts';
import { tendInventory } from '@/server/jobs/inventory.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { listCredentials } from './list.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());
const actor = () => actorIn(installed.workspace);
const rows = async (workspace = installed.workspace) => {
	const page = await listCredentials(actorIn(workspace));
	if (!page.ok) throw new Error(page.error.message);
	return page.value.credentials;
};

test('the console’s own keys stand in the inventory of their workspace, through use and revocation', async () => {
	const wanted = newApiKeySchema.parse({ name: 'collector', scopes: ['events.ingest'] });
	const made = await createApiKey(actor(), wanted, new Date());
	if (!made.ok) throw new Error(made.error.message);
	const { id, key } = made.value;
	const [row] = await rows();
	expect(row).toMatchObject({
		title: 'collector',
		kind: 'aftertrace-api-key',
		provider: 'aftertrace',
		providerId: id,
		status: 'active',
		level: 'write',
		expiresAt: { state: 'value' },
		expiresInDays: 29,
		lastUsedAt: { state: 'none' },
		fingerprint: workspaceHmac(actor())('fingerprint', key).slice(0, 20),
	});
	expect(JSON.stringify(await rows())).not.toContain(key);
	expect(await rows(installed.other)).toEqual([]);

	await installed.at.records.database.apiKey.updateMany({ data: { lastUsedAt: new Date() } });
	await tendInventory(actor(), new Date());
	expect((await rows())[0]).toMatchObject({ lastUsedAt: { state: 'value' } });

	await revokeApiKey(actor(), id, new Date());
	expect(await rows()).toMatchObject([{ status: 'revoked', fingerprint: row?.fingerprint }]);
});
