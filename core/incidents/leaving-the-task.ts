import type { Event } from '../event/event.ts';
import type { Investigation } from './investigation.ts';
import { type CallTrace, reportsRefusal } from './runs.ts';
import type { Touch } from './touches.ts';

const SEEKS =
	/\b(token|secret|credential|passw(or)?d|api[-_ ]?key|apikey|private[-_ ]?key|access[-_ ]?key|\.env\b|\.netrc|\.npmrc|\.pgpass|id_rsa|kubeconfig|\.aws|config\.json)\b|\.env|_TOKEN|_KEY|_SECRET/i;

/**
 * The first call that left the task: one that went looking for credentials, or read the place where
 * one lay, after the prompt and before the impact; else the first attempt that was refused.
 */
export function leavingCall(
	investigation: Investigation,
	exposing: readonly CallTrace[],
	touches: readonly Touch[],
	from: number,
	until: number,
): CallTrace | null {
	const foreignExposing = exposing.filter((call) =>
		[...investigation.foreign].some((print) => investigation.origins.get(print)?.call === call),
	);
	const first = foreignExposing
		.map((call) => investigation.positions.get(call.event.id) ?? 0)
		.sort((a, b) => a - b)[0];
	if (first !== undefined) {
		const seeking = investigation.calls.find((call) => {
			const at = investigation.positions.get(call.event.id) ?? 0;
			return (
				at > from &&
				at < first &&
				call.acts.length > 0 &&
				call.acts.every((act) => act.class === 'read' && act.hosts.length === 0) &&
				call.acts.some(
					(act) =>
						/^(grep|rg|egrep|ag|find|fd|ls|tree|glob)$/i.test(act.operation) ||
						act.operation === 'Grep',
				) &&
				SEEKS.test(call.event.text) &&
				leavesFolder(call)
			);
		});
		return seeking ?? foreignExposing[0] ?? null;
	}
	const attempt = touches.find(
		(touch) =>
			touch.call !== null &&
			touch.outcome !== 'ok' &&
			(investigation.positions.get(touch.call.event.id) ?? 0) < until,
	);
	return attempt?.call ?? null;
}

/** A search for secrets leaves the task when it reaches beyond the folder or names tokens outright. */
const leavesFolder = (call: CallTrace): boolean =>
	/(\s|^|["'])(~|\/|\.\.|\$HOME)/.test(call.event.text) ||
	/token|secret|credential|passw|api[-_]?key/i.test(call.event.text);

/** The last answer before a position that refused, failed to authenticate or reported an error. */
export function refusalBefore(
	investigation: Investigation,
	position: number,
	from: number,
): Event | null {
	let found: Event | null = null;
	for (const event of investigation.events) {
		const at = investigation.positions.get(event.id) ?? 0;
		if (at <= from || at >= position) continue;
		if (event.result === null) continue;
		const failed =
			event.result.status === 'error' ||
			event.result.status === 'denied' ||
			(event.result.exitCode ?? 0) !== 0;
		if (failed || (event.result.output.length < 2_000 && reportsRefusal(event.result.output)))
			found = event;
	}
	return found;
}

/** What stands around a value in an answer. */
export function around(event: Event, value: string): string {
	const output = event.result?.output ?? event.text;
	const at = Math.max(0, output.toLowerCase().indexOf(value.toLowerCase()));
	return output.slice(Math.max(0, at - 80), at + 80);
}
