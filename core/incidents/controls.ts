import { leastPrivilege, notOnDisk, shortLived } from './credential-controls.ts';
import { approval, delayedDeletion, isolatedBackups, rateLimit, sandbox } from './deed-controls.ts';
import type { ControlId, ControlReplay, Verdict } from './document.ts';
import { checkPolicy } from './policies.ts';
import type { Replay, ReplayInput } from './replay.ts';

/**
 * Replays the incident under each of the eight controls on the world model: acts that a control stops
 * do not happen, nor do acts that use what a stopped act would have brought (a credential, an id), nor
 * what would have fallen with their targets. Always all eight, in the contract's order.
 */
export function replayControls(input: ReplayInput): ControlReplay[] {
	const replays: readonly (readonly [ControlId, Replay])[] = [
		['least-privilege', leastPrivilege(input)],
		['short-lived-credential', shortLived(input)],
		['no-credential-on-disk', notOnDisk(input)],
		['environment-sandbox', sandbox(input)],
		['approval-for-destructive', approval(input)],
		['delayed-deletion', delayedDeletion(input)],
		['isolated-backups', isolatedBackups(input)],
		['rate-limit', rateLimit(input)],
	];
	return replays.map(([id, replay]) => ({
		id,
		verdict: verdictOf(replay, input.effects.length),
		stopsAt: replay.stopsAt,
		prevented: [...replay.prevented],
		why: replay.why,
		policy: replay.policy?.text ?? null,
		...(replay.policy === undefined || input.policyEngine === null
			? {}
			: {
					policyCheck: checkPolicy(
						input.policyEngine,
						replay.policy.text,
						replay.policy.impact,
						replay.policy.needed,
					),
				}),
	}));
}

function verdictOf(replay: Replay, effects: number): Verdict {
	if (!replay.applicable) return 'not-applicable';
	if (effects === 0) return replay.stopsAt === null ? 'no-effect' : 'prevents';
	if (replay.prevented.length === 0) return 'no-effect';
	return replay.prevented.length === effects ? 'prevents' : 'limits';
}
