import type { Metadata } from 'next';
import { Hunts } from '@/components/rules/hunts/hunts.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';
import { listHunts } from '@/server/rules/hunts.ts';
import { listRules } from '@/server/rules/list.ts';

export const metadata: Metadata = { title: 'Hunts' };

export default async function HuntsPage({
	searchParams,
}: {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
	const actor = await requireActor();
	const { rule = [] } = await searchParams;
	const [hunts, rules] = await Promise.all([listHunts(actor), listRules(actor)]);
	if (!hunts.ok || !rules.ok)
		return <FailedState title="The hunts could not be read">Load the page again.</FailedState>;
	const asked = new Set([rule].flat());
	return (
		<Hunts
			key={[...asked].join()}
			first={hunts.value}
			chosen={rules.value.rules
				.filter(({ id, kind }) => asked.has(id) && kind !== 'filter')
				.map(({ id, title }) => ({ id, title }))}
			running={rules.value.rules.filter(({ isOn, kind }) => isOn && kind !== 'filter').length}
			mayChange={may(actor, 'rules.write') && may(actor, 'events.read')}
		/>
	);
}
