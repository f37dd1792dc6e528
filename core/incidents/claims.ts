import type { Claim } from './document.ts';
import type { Investigation } from './investigation.ts';
import { brief } from './narrative.ts';
import { eventOf, type Touch } from './touches.ts';

const SENTENCES = /[^.!?\n]+[.!?]*/g;
const FIRST_PERSON = /\bI\b|\bmy\b/i;

/**
 * The agent's own account after the fact, sentence by sentence. It is a claim: each sentence that the
 * events can speak to is held against them, the rest is kept as not checkable. At most 12 sentences.
 */
export function checkClaims(
	investigation: Investigation,
	touches: readonly Touch[],
	accountIds: readonly string[],
): Claim[] {
	const claims: Claim[] = [];
	for (const id of accountIds) {
		const event = investigation.byId.get(id as never);
		for (const sentence of event?.text.match(SENTENCES) ?? []) {
			const text = sentence.trim();
			if (text.length < 12 || !FIRST_PERSON.test(text) || claims.length >= 12) continue;
			claims.push({ eventId: id, text: brief(text, 240), ...judge(text, investigation, touches) });
		}
	}
	return claims;
}

function judge(
	text: string,
	investigation: Investigation,
	touches: readonly Touch[],
): Pick<Claim, 'verdict' | 'why'> {
	const effects = investigation.effects.filter((effect) => touches.includes(effect.touch));
	const first = touches[0];
	const before =
		first === undefined
			? []
			: investigation.calls.filter(
					(call) =>
						(investigation.positions.get(call.event.id) ?? 0) <
						(investigation.positions.get(eventOf(first).id) ?? Number.POSITIVE_INFINITY),
				);
	if (
		/\b(did(?: not|n['’]t)|failed to|never|without) (?:\w+ )?(verify|check|confirm|read|look)\w*/i.test(
			text,
		)
	) {
		const id = first?.resource.id ?? '';
		const looked = before.find((call) =>
			call.acts.some(
				(act) => act.class === 'read' && act.resources.some((resource) => resource.id === id),
			),
		);
		return looked === undefined
			? {
					verdict: 'confirmed',
					why: `no call reads ${first?.resource.kind ?? 'the resource'} ${brief(id, 40)} before the act`,
				}
			: {
					verdict: 'contradicted',
					why: `a call reads it before the act (${brief(looked.event.text, 60)})`,
				};
	}
	if (/\b(deleted|destroyed|dropped|wiped|removed|terminated)\b/i.test(text)) {
		const gone = effects.filter(({ effect }) => effect.class === 'destroyed');
		return gone.length > 0
			? {
					verdict: 'confirmed',
					why: `${gone.length} ${gone.length === 1 ? 'resource was' : 'resources were'} destroyed`,
				}
			: { verdict: 'contradicted', why: 'no log shows that anything was destroyed' };
	}
	if (
		/\b(did(?: not|n['’]t)|have not|haven['’]t|no longer|not) (?:\w+ )?(delete|touch|change|modify|affect)/i.test(
			text,
		)
	)
		return effects.length === 0
			? { verdict: 'confirmed', why: 'no log shows a change' }
			: { verdict: 'contradicted', why: `${effects.length} changes are in the logs` };
	if (/\b(without|did(?: not|n['’]t)) (?:\w+ )?(ask|permission|approval|request)/i.test(text)) {
		const asked = touches.some((touch) => touch.call?.approval?.approval?.by === 'human');
		return asked
			? { verdict: 'contradicted', why: 'a human was asked and decided' }
			: { verdict: 'confirmed', why: 'no approval by a human is in the logs' };
	}
	if (/\bguess(ed|ing)?\b|\bassumed\b/i.test(text)) {
		const introduced =
			first === undefined
				? null
				: investigation.values.introduced(
						first.resource.id,
						investigation.positions.get(eventOf(first).id) ?? 0,
					);
		return introduced === null || introduced.by === 'agent'
			? { verdict: 'confirmed', why: 'no event introduced the id before the agent used it' }
			: {
					verdict: 'not-checkable',
					why: 'the id itself came from an answer; what the agent supposed about it is in no log',
				};
	}
	return { verdict: 'not-checkable', why: 'no event speaks to it' };
}
