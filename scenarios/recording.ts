import { createHash } from 'node:crypto';
import { createUnderstanding } from '@/core/actions/understanding.ts';
import type { Event, EventKind, ProviderRecord, ToolResult } from '@/core/event/event.ts';
import { eventId, fingerprint, runId } from '@/core/event/ids.ts';
import { ownText, type RedactedJson } from '@/core/event/text.ts';
import { type EpochMicros, epochMicros } from '@/core/event/time.ts';
import { type Inventory, inventorySchema } from '@/core/incidents/inventory.ts';
import { type Reconstruction, reconstruct } from '@/core/incidents/reconstruct.ts';
import { loadCedarEngine } from '@/server/parsers/cedar-engine.ts';
import { loadShellGrammar } from '@/server/parsers/shell-grammar.ts';
import { loadSqlGrammar } from '@/server/parsers/sql-grammar.ts';

const understanding = createUnderstanding({
	shell: await loadShellGrammar(),
	sql: await loadSqlGrammar(),
});
const policyEngine = await loadCedarEngine();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A redaction marker for a secret that tests name: equal names give equal fingerprints. */
export const secret = (name: string, kind = 'railway-api-token'): string =>
	`‹${kind}:${sha256(name).slice(0, 20)}›`;

/** Writes down a run and providers' records as readers would hand them out, second by second. */
export class Recording {
	readonly events: Event[] = [];
	#seconds = 0;
	#calls = 0;
	#run = 'run-1';
	#timed = true;
	readonly #start: number;

	constructor(start = Date.UTC(2026, 5, 1, 9)) {
		this.#start = start;
	}

	at(seconds: number): this {
		this.#seconds = seconds;
		return this;
	}

	run(id: string): this {
		this.#run = id;
		return this;
	}

	untimed(): this {
		this.#timed = false;
		return this;
	}

	prompt(text: string): this {
		return this.#add('prompt', text);
	}

	says(text: string): this {
		return this.#add('message', text);
	}

	/** A shell call and its answer; `null` answer: the transcript holds none. */
	shell(command: string, answer: string | null, status: ToolResult['status'] = 'ok'): this {
		return this.tool('Bash', { command }, answer, status);
	}

	tool(
		tool: string,
		input: Record<string, unknown>,
		answer: string | null,
		status: ToolResult['status'] = 'ok',
	): this {
		const id = `call-${this.#run}-${++this.#calls}`;
		const text = typeof input.command === 'string' ? input.command : JSON.stringify(input);
		this.#add('tool-call', text, { call: { id, tool, input: input as RedactedJson } });
		if (answer !== null)
			this.#add('tool-result', answer, {
				result: {
					callId: id,
					status,
					exitCode: status === 'error' ? 1 : null,
					output: ownText(answer),
					durationMs: null,
				},
			});
		return this;
	}

	record(provider: string, operation: string, more: Partial<ProviderRecord>): this {
		const record: ProviderRecord = {
			provider,
			operation,
			outcome: 'ok',
			errorCode: null,
			requestId: null,
			principal: null,
			credentialId: null,
			sourceAddress: null,
			userAgent: null,
			resources: [],
			environment: null,
			project: null,
			region: null,
			parameters: null,
			response: null,
			...more,
		};
		return this.#add('provider-record', operation, { record, run: null });
	}

	#add(kind: EventKind, text: string, more: Partial<Event> = {}): this {
		const order = this.events.length;
		const markers = [...text.matchAll(/(\w+)?["']?\s*[=:]?\s*["']?‹([a-z0-9-]+):([0-9a-f]{20})›/g)];
		const time =
			this.#timed || kind === 'provider-record'
				? epochMicros((this.#start + this.#seconds * 1000) * 1000)
				: null;
		this.events.push({
			id: eventId(`ev_${sha256(`${order}${text}`).slice(0, 26)}`),
			kind,
			time: time as EpochMicros | null,
			order,
			origin: {
				format: kind === 'provider-record' ? 'cloudtrail' : 'claude-code',
				source: kind === 'provider-record' ? 'audit.json' : 'run.jsonl',
				path: kind === 'provider-record' ? 'audit.json' : `${this.#run}.jsonl`,
				line: order + 1,
				request: null,
			},
			run: {
				id: runId(this.#run),
				product: 'claude-code',
				version: null,
				model: 'claude-opus-4-6',
				parent: null,
				parentCall: null,
				folder: '/home/dev/work/shop',
				branch: null,
				machine: null,
				user: null,
				permissionMode: null,
			},
			actor: { type: 'unknown', name: null },
			text: ownText(text),
			call: null,
			result: null,
			record: null,
			approval: null,
			sightings: markers.map((match) => ({
				fingerprint: fingerprint(match[3] ?? ''),
				kind: match[2] ?? '',
				field: 'line',
				label: match[1] ?? null,
				tail4: '',
				tail8: '',
			})),
			raw: ownText(text),
			...more,
		});
		this.#seconds += 1.5;
		return this;
	}

	reconstruct(inventory?: Partial<Inventory>): Reconstruction {
		return reconstructEvents(this.events, inventory);
	}
}

export const reconstructEvents = (events: readonly Event[], inventory?: object): Reconstruction =>
	reconstruct({
		policyEngine,
		events,
		inventories:
			inventory === undefined
				? []
				: [inventorySchema.parse({ schema: 'aftertrace.inventory/v1', ...inventory })],
		understanding,
		digest: sha256,
		tailHash: null,
	});

export { understanding };
