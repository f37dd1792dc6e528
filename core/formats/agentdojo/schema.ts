import { z } from 'zod';
import { redactedJson } from '../json-access.ts';

/** One AgentDojo run. `security: true` in a run with an injection task means that the attack succeeded. */
export const agentdojoRun = z.looseObject({
	messages: z.array(redactedJson).optional().catch(undefined),
	conversations: z.array(redactedJson).optional().catch(undefined),
});
