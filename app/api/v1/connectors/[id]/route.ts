import { ok } from '@/core/result.ts';
import { connectorChangeSchema } from '@/server/connectors/connector.ts';
import { changeConnector, deleteConnector } from '@/server/connectors/store.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';

export const PATCH = endpoint(async ({ request, actor, params }) => {
	const wanted = await readJson(request, connectorChangeSchema);
	if (!wanted.ok) return wanted;
	const changed = await changeConnector(actor, params.id ?? '', wanted.value, new Date());
	return changed.ok ? json(changed.value) : changed;
});

export const DELETE = endpoint(async ({ actor, params }) => {
	const gone = await deleteConnector(actor, params.id ?? '');
	return gone.ok ? ok(new Response(null, { status: 204 })) : gone;
});
