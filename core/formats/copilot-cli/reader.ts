import type { Run } from '@/core/event/event.ts';
import { runId } from '@/core/event/ids.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import {
	type ChatCalls,
	type ChatPart,
	callPart,
	newChatCalls,
	resultPart,
} from '../chat-blocks.ts';
import { type EventDraft, events, type FormatReader, quarantined, type Sample } from '../format.ts';
import { at, contentText, firstText, isObject, listOf, stringify, textAt } from '../json-access.ts';
import { agent, human, plainRun } from '../run-of.ts';

interface CopilotState {
	run: Run;
	calls: ChatCalls;
}

const TYPE =
	/^(?:session|user|assistant|tool|hook|system|subagent|abort|permission|skill)\.[a-z_]+$/;

function recognise(sample: Sample): number {
	const hits = sample.records.filter(
		(record) =>
			TYPE.test(textAt(record, 'type') ?? '') &&
			isObject(at(record, 'data')) &&
			textAt(record, 'id') !== null &&
			Object.hasOwn(record as object, 'timestamp'),
	).length;
	return hits === 0 ? 0 : hits * 2 >= sample.records.length ? 0.93 : 0.4;
}

function noteSession(data: RedactedJson, state: CopilotState): void {
	const id = textAt(data, 'sessionId');
	if (id !== null && runId(id) !== state.run.id) state.calls = newChatCalls(id);
	state.run = {
		...state.run,
		id: id === null ? state.run.id : runId(id),
		version: textAt(data, 'copilotVersion') ?? state.run.version,
		model: firstText(data, 'selectedModel', 'newModel', 'model') ?? state.run.model,
		folder: firstText(data, 'context.cwd', 'cwd') ?? state.run.folder,
		branch: firstText(data, 'context.branch', 'branch') ?? state.run.branch,
	};
}

const product = 'copilot-cli';

/** The parts of one event; `field` is under `data`. */
function partsOf(type: string, data: RedactedJson, state: CopilotState): ChatPart[] {
	const plain = (kind: EventDraft['kind'], text: RedactedText): ChatPart => ({
		kind,
		actor: kind === 'prompt' ? human : agent(product),
		text,
		field: '',
	});
	const found = (part: ChatPart | null, repeated: string): ChatPart =>
		part ?? plain('record', ownText(repeated));
	switch (type) {
		case 'session.start':
		case 'session.resume':
		case 'session.model_change':
			noteSession(data, state);
			return [plain('configuration', ownText(`${type} ${state.run.model ?? ''}`.trim()))];
		case 'user.message':
			return [plain('prompt', contentText(at(data, 'content')))];
		case 'assistant.message': {
			const text = contentText(at(data, 'content'));
			const thought = firstText(data, 'reasoningText', 'reasoning');
			const calls = listOf(at(data, 'toolRequests')).map((call, index) =>
				callPart(call, state.calls, product, `toolRequests[${index}]`),
			);
			const parts = [
				thought === null ? null : plain('reasoning', thought),
				text === '' ? null : plain('message', text),
				...calls,
			].filter((part) => part !== null);
			return parts.length > 0 ? parts : [plain('record', ownText(type))];
		}
		case 'assistant.reasoning':
			return [plain('reasoning', contentText(at(data, 'content')))];
		case 'tool.execution_start':
			return [found(callPart(data, state.calls, product, ''), `${type} (announced before)`)];
		case 'tool.execution_complete':
			return [found(resultPart(data, state.calls, ''), `${type} (answered before)`)];
		case 'permission.completed': {
			const decision = firstText(data, 'result.kind', 'decision', 'result') ?? ownText('');
			const approval = {
				callId: firstText(data, 'toolCallId', 'permissionRequest.toolCallId'),
				decision: /^(?:approved|allow)/i.test(decision)
					? ('allowed' as const)
					: ('denied' as const),
				by: /user|interactive/i.test(decision) ? ('human' as const) : ('unknown' as const),
				reason: decision,
			};
			return [Object.assign(plain('approval', ownText(`permission ${decision}`)), { approval })];
		}
	}
	const words = firstText(data, 'message', 'content', 'reason', 'hookType') ?? stringify(data);
	return [plain('record', ownText(`${type}: ${words}`))];
}

function read(value: RedactedJson, state: CopilotState) {
	if (!isObject(value)) return quarantined('not-an-object', 'an event is a JSON object');
	const type = textAt(value, 'type') ?? ownText('record');
	const id = textAt(value, 'id');
	const drafts = partsOf(type, at(value, 'data') ?? null, state).map(
		({ field, ...part }, index): EventDraft => ({
			...part,
			time: parseTime(at(value, 'timestamp')),
			run: state.run,
			key: id === null ? null : `${state.run.id}/${id}/${index}`,
			field: field === '' ? 'data' : `data.${field}`,
		}),
	);
	return events(...drafts);
}

export const copilotCli: FormatReader<CopilotState> = {
	id: 'copilot-cli',
	title: 'GitHub Copilot CLI session events',
	family: 'agent',
	versions: '0.0.420 to 1.0.77',
	envelopes: [],
	recognise,
	newState: (input) => {
		const id = input.folders.at(-1) ?? `copilot-${input.digest.slice(0, 16)}`;
		return { run: plainRun(id, product), calls: newChatCalls(id) };
	},
	read,
};
