import type { NextRequest } from 'next/server';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { formatTime, parseTime } from '@/core/event/time.ts';
import { nestsDeeperThan } from '@/core/formats/json-depth.ts';
import { type Failure, fail, failure, type Result } from '@/core/result.ts';
import { recordLimits } from '@/server/ingest/input-record.ts';
import { installation } from '@/server/installation/installation.ts';
import { readBody } from './body.ts';
import { json } from './endpoint.ts';

/** What Claude Code gives a hook on standard input. Other fields are kept as they are. */
export const hookPayloadSchema = z.looseObject({
	session_id: z.string().min(1).max(200),
	hook_event_name: z.string().min(1).max(100),
	tool_name: z.string().optional(),
	tool_use_id: z.string().optional(),
	timestamp: z.string().optional().meta({ description: 'When it happened; default: on arrival' }),
});

/** Empty: the hook says nothing to the agent. */
export const hookAnswerSchema = z.object({});

/**
 * Takes one hook payload. It is answered as soon as it is on disk, so that no agent waits; it
 * becomes an event a second later.
 */
export async function takeHook(
	request: NextRequest,
	actor: Actor,
	now: Date,
): Promise<Result<Response>> {
	if (!may(actor, 'events.ingest'))
		return fail<Failure>(failure('forbidden', 'this key does not allow sending events'));
	const body = await readBody(request, recordLimits.lineBytesMax);
	if (!body.ok) return body;
	const payload = payloadOf(body.value.toString('utf8'));
	if (!payload.ok) return payload;
	const stated = parseTime(payload.value.timestamp);
	const stamped = {
		...payload.value,
		timestamp: stated === null ? now.toISOString() : formatTime(stated),
	};
	const { type, id, name } = actor;
	const lane = {
		workspace: actor.workspaceId,
		source: 'claude-code-hooks',
		format: 'claude-code',
		sender: { type, id, name },
	};
	const kept = await installation().spool.append(lane, [JSON.stringify(stamped)]);
	return kept.ok ? json({}) : kept;
}

function payloadOf(text: string): Result<z.infer<typeof hookPayloadSchema>> {
	const broken = (why: string) => fail<Failure>(failure('invalid-input', why));
	if (nestsDeeperThan(text, recordLimits.depthMax)) return broken('the payload nests too deep');
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return broken('the body is not valid JSON');
	}
	const read = hookPayloadSchema.safeParse(value);
	return read.success
		? { ok: true, value: read.data }
		: broken('a hook payload has a session_id and a hook_event_name');
}
