import { endpoint, json } from '@/server/http/endpoint.ts';
import { openApiDocument } from '@/server/http/openapi.ts';

export const GET = endpoint(async () => json(openApiDocument()));
