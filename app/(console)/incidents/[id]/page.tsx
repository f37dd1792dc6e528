import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { IncidentWorkspace } from '@/components/incident/incident-workspace.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { requireActor } from '@/server/auth/session.ts';
import { getIncidentView } from '@/server/incidents/view.ts';

interface PageProps {
	readonly params: Promise<{ id: string }>;
	readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	return { title: (await params).id };
}

export default async function IncidentPage({ params, searchParams }: PageProps) {
	const actor = await requireActor();
	const { id } = await params;
	const view = await getIncidentView(actor, id);
	if (!view.ok && view.error.code === 'not-found') notFound();
	if (!view.ok) {
		return (
			<div className="px-5 py-10">
				<h1 className="mb-3 text-lg font-semibold">{id}</h1>
				<FailedState title="The incident could not be read">{view.error.message}</FailedState>
			</div>
		);
	}
	return (
		<IncidentWorkspace
			key={view.value.number}
			view={view.value}
			params={await searchParams}
			me={actor.name}
			crumb={
				<Link href="/incidents" className="hover:text-text hover:underline">
					Incidents
				</Link>
			}
		/>
	);
}
