import type { Metadata } from 'next';
import { Rules } from '@/components/rules/rules.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';
import { listRules } from '@/server/rules/list.ts';

export const metadata: Metadata = { title: 'Rules' };

export default async function RulesPage() {
	const actor = await requireActor();
	const listed = await listRules(actor);
	return (
		<div className="flex h-full flex-col px-5 pt-4 max-md:h-auto max-sm:px-3">
			<div className="mb-3 flex-none">
				<h1 className="text-lg font-semibold">Rules</h1>
				<p className="text-xs text-muted">
					Sigma rules that run over every event as it is stored, and over the evidence of incidents.
				</p>
			</div>
			{listed.ok ? (
				<Rules first={listed.value} mayChange={may(actor, 'rules.write')} />
			) : (
				<FailedState title="The rules could not be read">{listed.error.message}</FailedState>
			)}
		</div>
	);
}
