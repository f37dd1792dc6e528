import type { Act } from '../actions/action.ts';
import type { CredentialIds } from './credential-ids.ts';
import type { Join, Joined } from './join.ts';
import type { CallTrace, RunTrace } from './runs.ts';

/**
 * A call whose provider's record names its credential used that credential, though its own text shows
 * none: a profile, a login, a variable held it. Runs and joins are given back with that known.
 */
export function withRecordedCredentials(
	runs: readonly RunTrace[],
	joined: Joined,
	ids: CredentialIds,
): { readonly runs: readonly RunTrace[]; readonly joined: Joined } {
	const acts = new Map<Act, Act>();
	for (const join of joined.joins) {
		const id = join.record.event.record?.credentialId;
		const print = id == null ? null : ids.behind(id);
		if (print !== null && !join.act.credentials.includes(print))
			acts.set(join.act, { ...join.act, credentials: [...join.act.credentials, print] });
	}
	if (acts.size === 0) return { runs, joined };
	const calls = new Map<CallTrace, CallTrace>();
	for (const { call } of joined.joins)
		if (!calls.has(call) && call.acts.some((act) => acts.has(act)))
			calls.set(call, { ...call, acts: call.acts.map((act) => acts.get(act) ?? act) });
	const known = (join: Join): Join => ({
		...join,
		call: calls.get(join.call) ?? join.call,
		act: acts.get(join.act) ?? join.act,
	});
	const joins = joined.joins.map((join) => [join, known(join)] as const);
	const renewed = new Map(joins);
	const renew = (join: Join): Join => renewed.get(join) ?? join;
	return {
		runs: runs.map((run) =>
			run.calls.some((call) => calls.has(call))
				? { ...run, calls: run.calls.map((call) => calls.get(call) ?? call) }
				: run,
		),
		joined: {
			...joined,
			joins: joins.map(([, join]) => join),
			byCall: new Map([...joined.byCall].map(([id, list]) => [id, list.map(renew)])),
			byRecord: new Map([...joined.byRecord].map(([id, join]) => [id, renew(join)])),
		},
	};
}
