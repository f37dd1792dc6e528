import type { Drafts } from './chain-drafts.ts';
import type { Investigation } from './investigation.ts';
import { eventSummary } from './narrative.ts';
import { eventOf, type Touch } from './touches.ts';

const ADMITS =
	/\bI (?:made a (?:\w+ )?(?:mistake|error)|(?:have )?(?:deleted|destroyed|dropped|wiped|violated|guessed|failed to|should(?: not|n['’]t)? have|did(?: not|n['’]t) (?:verify|check|ask|confirm)|ran [^.]{0,60}without|ignored|panicked|acted without|exposed|leaked|overwrote|assumed|was wrong))\b|\bmy (?:mistake|fault|error)\b|\bI(?:['’]m| am) (?:so |deeply |very )?sorry\b|\bI apologi[sz]e\b|\bcatastrophic\b/i;
const RESTORES =
	/restor|recover|undelete|rollback|roll back|cancel(?:Key)?Delet|point-in-time|pitr/i;

/** What came after: who noticed, what was brought back, what the agent said of itself. */
export function addAftermath(
	drafts: Drafts,
	investigation: Investigation,
	touches: readonly Touch[],
): void {
	const last = touches
		.map((touch) => investigation.positions.get(eventOf(touch).id) ?? -1)
		.reduce((a, b) => Math.max(a, b), -1);
	const first = touches
		.map((touch) => eventOf(touch))
		.find((event) => investigation.positions.has(event.id));
	if (first === undefined) return;
	const firstAt = drafts.at(first);
	const impact = [{ event: first.id, cause: { basis: 'same-turn' as const } }];
	for (const call of investigation.calls) {
		if (drafts.at(call.event) <= firstAt || drafts.has(call.event.id)) continue;
		if (
			call.acts.some(
				(act) =>
					(RESTORES.test(act.operation) || RESTORES.test(act.text)) &&
					act.class !== 'destroy' &&
					act.class !== 'read',
			)
		)
			drafts.add('recovery', call.event, eventSummary(call.event), impact);
	}
	const after = investigation.events.filter((event) => drafts.at(event) > last);
	const noticed = after.find((event) => event.kind === 'prompt') ?? null;
	if (noticed !== null) drafts.add('detection', noticed, eventSummary(noticed), impact);
	const admission = investigation.events.find(
		(event) => event.kind === 'message' && drafts.at(event) > firstAt && ADMITS.test(event.text),
	);
	if (admission !== undefined) drafts.add('admission', admission, eventSummary(admission), impact);
}
