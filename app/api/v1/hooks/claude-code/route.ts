import { endpoint } from '@/server/http/endpoint.ts';
import { takeHook } from '@/server/http/hooks.ts';

export const POST = endpoint(({ request, actor }) => takeHook(request, actor, new Date()));
