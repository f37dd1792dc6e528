import type { Metadata } from 'next';
import { Pipelines } from '@/components/rules/pipelines/pipelines.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';
import { listPipelines } from '@/server/rules/pipelines.ts';

export const metadata: Metadata = { title: 'Pipelines' };

export default async function PipelinesPage() {
	const actor = await requireActor();
	const listed = await listPipelines(actor);
	return listed.ok ? (
		<Pipelines first={listed.value} mayChange={may(actor, 'rules.write')} />
	) : (
		<FailedState title="The pipelines could not be read">{listed.error.message}</FailedState>
	);
}
