import type { Place } from './kit.ts';

/** A log whose records a scenario writes itself, line by line. */
export class PlainLog {
	readonly name: string;
	readonly #lines: string[] = [];

	constructor(name: string) {
		this.name = name;
	}

	get text(): string {
		return `${this.#lines.join('\n')}\n`;
	}

	add(record: object | string): Place {
		this.#lines.push(typeof record === 'string' ? record : JSON.stringify(record));
		return `${this.name}:${this.#lines.length}`;
	}
}

/** A record of Okta's system log. */
export const okta = (
	at: number,
	id: string,
	eventType: string,
	targets: readonly object[],
	more: { readonly actor?: string; readonly agent?: string } = {},
): object => ({
	actor: {
		id: '00uservice1',
		type: 'User',
		alternateId: more.actor ?? 'svc-agent@acme.example',
		displayName: 'Agent',
	},
	client: {
		userAgent: { rawUserAgent: more.agent ?? 'curl/8.9.1', os: 'Linux', browser: 'UNKNOWN' },
		ipAddress: '198.51.100.7',
	},
	authenticationContext: { externalSessionId: 'trs1' },
	displayMessage: eventType,
	eventType,
	outcome: { result: 'SUCCESS' },
	published: new Date(at).toISOString(),
	severity: 'INFO',
	transaction: { type: 'WEB', id: `${id}-tx`, detail: { requestApiTokenId: '00Tagent1' } },
	uuid: id,
	version: '0',
	target: targets,
});

/** A line of PostgreSQL's csvlog, with the server's clock in its own zone. */
export const csvlog = (
	at: number,
	given: {
		readonly user: string;
		readonly database: string;
		readonly line: number;
		readonly application?: string;
	},
	statement: string,
): string => {
	const local = `${new Date(at + 7_200_000).toISOString().slice(0, 23).replace('T', ' ')} +02`;
	const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
	return [
		local.replace(' +02', ' CEST'),
		quoted(given.user),
		quoted(given.database),
		'7731',
		quoted('10.0.4.12:51214'),
		'6650aa.1e33',
		String(given.line),
		quoted('idle'),
		local.slice(0, 19).concat(' CEST'),
		'5/217',
		'0',
		'LOG',
		'00000',
		quoted(`statement: ${statement}`),
		...Array.from({ length: 8 }, () => ''),
		quoted(given.application ?? 'mcp-postgres'),
		quoted('client backend'),
		'',
		'0',
	].join(',');
};
