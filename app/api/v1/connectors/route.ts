import { newConnectorSchema } from '@/server/connectors/connector.ts';
import { addConnector, listConnectors } from '@/server/connectors/store.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';

export const GET = endpoint(async ({ actor }) => {
	const listed = await listConnectors(actor);
	return listed.ok ? json({ connectors: listed.value }) : listed;
});

export const POST = endpoint(async ({ request, actor }) => {
	const wanted = await readJson(request, newConnectorSchema);
	if (!wanted.ok) return wanted;
	const added = await addConnector(actor, wanted.value, new Date());
	return added.ok ? json(added.value, { status: 201 }) : added;
});
