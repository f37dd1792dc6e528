import { otlpEndpoint } from '@/server/http/otlp.ts';

export const POST = otlpEndpoint('traces');
