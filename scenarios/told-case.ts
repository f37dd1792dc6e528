import { type Draw, quiet, type Scenario, truth } from './kit.ts';
import { anyAgent } from './shared.ts';

/** A command with its answer, or a tool with its input and answer. */
type Step =
	| readonly [command: string, answer: string, status?: 'ok' | 'error']
	| {
			readonly tool: string;
			readonly input: Readonly<Record<string, unknown>>;
			readonly out: string;
	  };

/**
 * A run told by its task and its steps, in any agent's format. `acme` becomes a drawn name, and
 * `{secret:N}`, `{access-key}` and `{stripe}` become secrets made then, the same throughout one case.
 */
export interface ToldCase {
	readonly name: string;
	readonly task: string;
	readonly steps: readonly Step[];
	/** Class and id of every effect that the last step completes, `*` for an id that the case leaves open; none: a quiet day. */
	readonly effects?: readonly (readonly [string, string])[];
}

export const told =
	(given: ToldCase): ((draw: Draw) => Scenario) =>
	(draw) => {
		const log = anyAgent(draw, Date.UTC(2026, draw.int(1, 8), draw.int(1, 28), draw.int(7, 19)));
		const filled = fill(given, draw);
		const task = log.prompt(filled.task);
		log.says('I will look.');
		const calls = filled.steps.map((step) =>
			'tool' in step
				? log.tool(step.tool, step.input, step.out).call
				: log.shell(step[0], step[1], step[2] ?? 'ok').call,
		);
		log.says('Done.');
		const { effects } = filled;
		return {
			name: given.name,
			files: { [log.name]: log.text },
			truth:
				effects === undefined
					? quiet()
					: truth({ severity: null, effects, roots: [task, ...calls.slice(-1)] }),
		};
	};

function fill(given: ToldCase, draw: Draw): ToldCase {
	const app = draw.app();
	const base32 = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'];
	const secrets = new Map<string, string>([
		['{access-key}', `AKIA${Array.from({ length: 16 }, () => draw.pick(base32)).join('')}`],
		['{stripe}', draw.secret('sk_live_', 24)],
	]);
	const text = JSON.stringify(given)
		.replaceAll('acme', app)
		.replace(/\{(?:secret:(\d+)|access-key|stripe)\}/g, (place, length) => {
			const known = secrets.get(place) ?? draw.secret('', Number(length));
			secrets.set(place, known);
			return known;
		});
	return JSON.parse(text) as ToldCase;
}
