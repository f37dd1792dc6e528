import { importResponse } from '@/server/http/credential-import.ts';
import { endpoint } from '@/server/http/endpoint.ts';

export const POST = endpoint(({ request, actor }) => importResponse(request, actor));
