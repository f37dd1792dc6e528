import { AgentLog, type Draw, type ProviderLog, type Scenario } from './kit.ts';
import { OtherAgentLog, otherFormats, type ToldLog } from './other-agents.ts';

/** What the scenarios have in common: when they begin, ordinary work, the shapes of requests. */

export const START = Date.UTC(2026, 4, 4, 9);
export type Make = (draw: Draw) => Scenario;
export const formats = ['claude-code', 'cursor', 'codex'] as const;

/** A log in any agent's format. */
export function anyAgent(draw: Draw, start: number = START): ToldLog {
	const format = draw.pick([...formats, ...otherFormats]);
	const own = formats.find((each) => each === format);
	return own === undefined
		? new OtherAgentLog(draw, format, start)
		: new AgentLog(draw, own, { start });
}

export const filesOf = (...logs: readonly (ToldLog | ProviderLog)[]): Record<string, string> =>
	Object.fromEntries(logs.map((log) => [log.name, log.text]));

export const accessKey = (draw: Draw): string =>
	`AKIA${Array.from({ length: 16 }, () => draw.pick([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'])).join('')}`;

export const graphql = (host: string, token: string, query: string): string =>
	`curl -s -X POST ${host}/graphql/v2 -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" -d '${JSON.stringify({ query })}'`;

/** Ordinary work before and between: reading, testing, committing. */
export function noise(log: ToldLog, draw: Draw, count: number): void {
	log.ordinary(() => work(log, draw, count));
}

function work(log: ToldLog, draw: Draw, count: number): void {
	for (let i = 0; i < count; i++) {
		const file = `src/${draw.pick(['api', 'web', 'jobs', 'lib'])}/${draw.pick(['index', 'client', 'queue', 'server'])}.ts`;
		draw.pick([
			() =>
				log.shell(`sed -n '1,120p' ${file}`, `export const handler = () => ${draw.int(1, 99)};`),
			() => log.shell('npm test', `${draw.int(20, 300)} passed`),
			() => log.shell('git status --short', ` M ${file}`),
			() => log.shell('rm -rf node_modules/.cache dist && npm run build', 'built'),
			() => log.says('Looking at the next file.'),
		])();
	}
}
