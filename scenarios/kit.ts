import { seeded, uuid } from '@/samples/random.ts';

/** What a scenario's maker says is true of it. Events are named `file:line`. */
export interface Truth {
	readonly incident: boolean;
	readonly severity: string | null;
	/** Class and id of every effect. */
	readonly effects: readonly (readonly [string, string])[];
	/** Where the credential used was obtained; null where none was. */
	readonly credential: { readonly how: string; readonly path: string | null } | null;
	/** Calls and the provider's records of them. */
	readonly joins: readonly (readonly [string, string])[];
	/** Events that the root-cause chain must hold: task, what exposed the credential, impacts. */
	readonly roots: readonly string[];
	/** Events that have nothing to do with it: a chain that holds one is wrong. */
	readonly noise: readonly string[];
	/** Verdicts that follow from how the scenario was made. */
	readonly controls: Readonly<Record<string, string>>;
}

export interface Scenario {
	readonly name: string;
	readonly files: Readonly<Record<string, string>>;
	readonly truth: Truth;
}

export type Random = () => number;

/** Where a line came to stand: `file:line`. */
export type Place = string;

/** Draws names, ids and times; everything that varies in a scenario varies by it. */
export class Draw {
	readonly random: Random;
	constructor(seed: number) {
		this.random = seeded(seed);
	}
	pick<T>(items: readonly T[]): T {
		return items[Math.floor(this.random() * items.length)] as T;
	}
	uuid(): string {
		return uuid(this.random);
	}
	int(from: number, to: number): number {
		return from + Math.floor(this.random() * (to - from + 1));
	}
	hex(length: number): string {
		return Array.from({ length }, () => this.int(0, 15).toString(16)).join('');
	}
	app(): string {
		return this.pick(['shop', 'ledger', 'orders', 'atlas', 'booking', 'payroll', 'fleet', 'notes']);
	}
	/** A secret of a given shape, made here and now. */
	secret(prefix: string, length: number): string {
		const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
		return `${prefix}${Array.from({ length }, () => alphabet[this.int(0, alphabet.length - 1)]).join('')}`;
	}
}

type AgentFormat = 'claude-code' | 'cursor' | 'codex';

/** Writes an agent's log in one of its real forms, line by line. */
export class AgentLog {
	readonly name: string;
	readonly folder: string;
	readonly #format: AgentFormat;
	readonly #draw: Draw;
	readonly #session: string;
	readonly #parent: string | null;
	readonly #lines: string[] = [];
	#last: string | null = null;
	/** Lines of ordinary work, which no incident is made of. */
	readonly noise: Place[] = [];
	clock: number;

	constructor(
		draw: Draw,
		format: AgentFormat,
		options: { readonly start: number; readonly folder?: string; readonly subagentOf?: AgentLog },
	) {
		this.#draw = draw;
		this.#format = format;
		this.#parent = options.subagentOf === undefined ? null : options.subagentOf.#session;
		this.#session = this.#parent ?? draw.uuid();
		this.folder = options.folder ?? `/home/dev/work/${draw.app()}`;
		this.clock = options.start;
		this.name =
			this.#parent !== null
				? `${this.#session}/subagents/agent-${draw.hex(7)}.jsonl`
				: format === 'codex'
					? `rollout-2026-05-04T09-00-00-${this.#session}.jsonl`
					: `${this.#session}.jsonl`;
		if (format === 'codex')
			this.#write({
				type: 'session_meta',
				payload: {
					id: this.#session,
					timestamp: this.#time(),
					cwd: this.folder,
					originator: 'codex_cli',
					cli_version: '0.149.0',
					source: 'cli',
				},
			});
	}

	get text(): string {
		return `${this.#lines.join('\n')}\n`;
	}

	wait(seconds: number): this {
		this.clock += seconds * 1000;
		return this;
	}

	/** Writes what belongs to no incident. */
	ordinary(write: () => void): void {
		const from = this.#lines.length;
		write();
		for (let line = from + 1; line <= this.#lines.length; line++)
			this.noise.push(`${this.name}:${line}`);
	}

	prompt(text: string): Place {
		if (this.#format === 'claude-code')
			return this.#envelope('user', { role: 'user', content: text });
		if (this.#format === 'cursor')
			return this.#write({
				role: 'user',
				message: { content: [{ type: 'text', text: `<user_query>\n${text}\n</user_query>` }] },
			});
		return this.#write({
			type: 'response_item',
			payload: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
		});
	}

	says(text: string): Place {
		if (this.#format === 'codex')
			return this.#write({
				type: 'response_item',
				payload: { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] },
			});
		return this.#assistant([{ type: 'text', text }]);
	}

	/** A shell call with its answer. Answers where both stand. */
	shell(
		command: string,
		output: string,
		status: 'ok' | 'error' | 'denied' = 'ok',
	): { call: Place; result: Place } {
		return this.tool(
			this.#format === 'codex' ? 'shell' : this.#format === 'cursor' ? 'Shell' : 'Bash',
			this.#format === 'codex' ? { command: ['bash', '-lc', command] } : { command },
			output,
			status,
		);
	}

	tool(
		name: string,
		input: Record<string, unknown>,
		output: string,
		status: 'ok' | 'error' | 'denied' = 'ok',
	): { call: Place; result: Place } {
		const id =
			this.#format === 'codex' ? `call_${this.#draw.hex(20)}` : `toolu_${this.#draw.hex(22)}`;
		if (this.#format === 'codex') {
			const call = this.#write({
				type: 'response_item',
				payload: { type: 'function_call', name, arguments: JSON.stringify(input), call_id: id },
			});
			const text =
				status === 'denied'
					? 'rejected by user'
					: JSON.stringify({
							output,
							metadata: { exit_code: status === 'ok' ? 0 : 1, duration_seconds: 0.4 },
						});
			return {
				call,
				result: this.#write({
					type: 'response_item',
					payload: { type: 'function_call_output', call_id: id, output: text },
				}),
			};
		}
		const call = this.#assistant([{ type: 'tool_use', id, name, input }]);
		const content =
			status === 'denied'
				? 'Permission for this tool use was denied. The tool use was rejected.'
				: output;
		const block = {
			type: 'tool_result',
			tool_use_id: id,
			...(status === 'ok' ? {} : { is_error: true }),
			content,
		};
		const result =
			this.#format === 'cursor'
				? this.#write({ role: 'user', message: { content: [block] } })
				: this.#envelope('user', { role: 'user', content: [block] });
		return { call, result };
	}

	#assistant(content: unknown[]): Place {
		if (this.#format === 'cursor') return this.#write({ role: 'assistant', message: { content } });
		return this.#envelope('assistant', {
			id: `msg_${this.#draw.hex(24)}`,
			type: 'message',
			role: 'assistant',
			model: 'claude-opus-4-6',
			content,
		});
	}

	#envelope(type: string, message: unknown): Place {
		const id = this.#draw.uuid();
		const place = this.#write({
			parentUuid: this.#last,
			isSidechain: this.#parent !== null,
			...(this.#parent === null ? {} : { agentId: this.name.slice(-13, -6) }),
			userType: 'external',
			cwd: this.folder,
			sessionId: this.#session,
			version: '2.1.40',
			gitBranch: 'main',
			type,
			message,
			uuid: id,
			timestamp: this.#time(),
		});
		this.#last = id;
		return place;
	}

	#time(): string {
		return new Date(this.clock).toISOString();
	}

	#write(record: object): Place {
		// Cursor's transcripts carry no times.
		this.#lines.push(
			JSON.stringify(this.#format === 'codex' ? { timestamp: this.#time(), ...record } : record),
		);
		this.clock += 700 + this.#draw.int(0, 2_600);
		return `${this.name}:${this.#lines.length}`;
	}
}

/** Writes a provider's audit log as lines; `skewMs` moves its clock, `coarse` cuts its times to seconds. */
export class ProviderLog {
	readonly name: string;
	readonly #lines: string[] = [];
	readonly #draw: Draw;
	readonly #skewMs: number;

	constructor(draw: Draw, name: string, skewMs = 0) {
		this.#draw = draw;
		this.name = name;
		this.#skewMs = skewMs;
	}

	get text(): string {
		return `${this.#lines.join('\n')}\n`;
	}

	#time(at: number, coarse: boolean): string {
		const iso = new Date(at + this.#skewMs).toISOString();
		return coarse ? `${iso.slice(0, 19)}Z` : iso;
	}

	#write(record: object): Place {
		this.#lines.push(JSON.stringify(record));
		return `${this.name}:${this.#lines.length}`;
	}

	cloudtrail(
		at: number,
		service: string,
		name: string,
		requestParameters: unknown,
		more: {
			readonly key?: string;
			readonly user?: string;
			readonly error?: string;
			readonly readOnly?: boolean;
		} = {},
	): Place {
		return this.#write({
			eventVersion: '1.09',
			eventTime: this.#time(at, true),
			eventSource: `${service}.amazonaws.com`,
			eventName: name,
			awsRegion: 'eu-west-1',
			sourceIPAddress: '198.51.100.7',
			userAgent: 'aws-cli/2.27.0',
			...(more.error === undefined ? {} : { errorCode: more.error }),
			requestParameters,
			responseElements: null,
			requestID: this.#draw.uuid(),
			eventID: this.#draw.uuid(),
			readOnly: more.readOnly ?? false,
			eventType: 'AwsApiCall',
			managementEvent: true,
			recipientAccountId: '111122223333',
			userIdentity: {
				type: 'IAMUser',
				principalId: 'AIDAEXAMPLE',
				arn: `arn:aws:iam::111122223333:user/${more.user ?? 'deploy'}`,
				accountId: '111122223333',
				...(more.key === undefined ? {} : { accessKeyId: more.key }),
				userName: more.user ?? 'deploy',
			},
		});
	}

	railway(
		at: number,
		eventType: string,
		environment: string | null,
		payload: unknown,
		tokenId: string,
	): Place {
		return this.#write({
			id: this.#draw.uuid(),
			eventType,
			createdAt: this.#time(at, false),
			workspaceId: 'ws',
			projectId: 'proj-main',
			environmentId: environment,
			payload,
			context: { actor: { type: 'user', email: 'ops@acme.example' }, apiTokenId: tokenId },
		});
	}

	github(at: number, action: string, repo: string, more: Record<string, unknown> = {}): Place {
		return this.#write({
			'@timestamp': at + this.#skewMs,
			_document_id: this.#draw.uuid(),
			action,
			actor: 'dev',
			org: repo.split('/')[0],
			repo,
			user_agent: 'gh/2.70',
			...more,
		});
	}

	kubernetes(
		at: number,
		verb: string,
		resource: string,
		namespace: string | null,
		name: string,
		code = 200,
	): Place {
		return this.#write({
			kind: 'Event',
			apiVersion: 'audit.k8s.io/v1',
			level: 'Metadata',
			auditID: this.#draw.uuid(),
			stage: 'ResponseComplete',
			requestURI: `/api/v1/${resource}/${name}`,
			verb,
			user: { username: 'deployer' },
			sourceIPs: ['198.51.100.7'],
			userAgent: 'kubectl/v1.33',
			objectRef: { resource, ...(namespace === null ? {} : { namespace }), name },
			responseStatus: { code },
			requestReceivedTimestamp: this.#time(at, false),
		});
	}

	gcp(at: number, service: string, method: string, resource: string): Place {
		return this.#write({
			insertId: this.#draw.hex(12),
			logName: 'projects/acme-prod/logs/cloudaudit.googleapis.com%2Factivity',
			timestamp: this.#time(at, false),
			receiveTimestamp: this.#time(at + 1_200, false),
			severity: 'NOTICE',
			resource: { type: 'audited_resource', labels: { project_id: 'acme-prod', service } },
			protoPayload: {
				'@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
				serviceName: service,
				methodName: method,
				resourceName: resource,
				authenticationInfo: { principalEmail: 'deploy@acme-prod.iam.gserviceaccount.com' },
				requestMetadata: { callerIp: '198.51.100.7', callerSuppliedUserAgent: 'gcloud/530' },
				authorizationInfo: [{ resource, permission: method, granted: true }],
				status: {},
			},
		});
	}

	azure(at: number, operation: string, resource: string): Place {
		return this.#write({
			time: this.#time(at, false),
			resourceId: resource.toUpperCase(),
			operationName: operation.toUpperCase(),
			category: 'Administrative',
			resultType: 'Success',
			correlationId: this.#draw.uuid(),
			callerIpAddress: '198.51.100.7',
			identity: {
				authorization: { scope: resource, action: operation },
				claims: { appid: this.#draw.uuid() },
			},
			level: 'Information',
			properties: { statusCode: 'Accepted', entity: resource, message: operation },
		});
	}

	vault(at: number, operation: string, path: string): Place {
		return this.#write({
			time: this.#time(at, false),
			type: 'response',
			auth: { accessor: this.#draw.hex(24), display_name: 'approle', policies: ['default'] },
			request: {
				id: this.#draw.uuid(),
				operation,
				path,
				mount_type: 'system',
				remote_address: '198.51.100.7',
			},
			response: { mount_type: 'system' },
		});
	}

	postgres(at: number, database: string, statement: string): Place {
		return this.#write({
			timestamp: `${this.#time(at, false).replace('T', ' ').replace('Z', '')} UTC`,
			user: 'app',
			dbname: database,
			pid: 4242,
			remote_host: '198.51.100.7',
			session_id: '6650.1',
			line_num: 7 + this.#lines.length,
			ps: 'idle',
			error_severity: 'LOG',
			message: `statement: ${statement}`,
			application_name: 'psql',
			query_id: this.#draw.int(1, 1e9),
		});
	}
}

export const truth = (given: Partial<Truth>): Truth => ({
	incident: true,
	severity: 'critical',
	effects: [],
	credential: null,
	joins: [],
	roots: [],
	noise: [],
	controls: {},
	...given,
});
export const quiet = (): Truth => truth({ incident: false, severity: null });
