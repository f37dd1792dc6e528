import { json, openEndpoint } from '@/server/http/endpoint.ts';

export const GET = openEndpoint(async () => json({ status: 'live' }));
