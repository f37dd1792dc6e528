import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { HuntPage } from '@/components/rules/hunts/hunt-page.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';
import { getHunt } from '@/server/rules/hunt-result.ts';

export const metadata: Metadata = { title: 'Hunt' };

export default async function OneHuntPage({ params }: { params: Promise<{ id: string }> }) {
	const actor = await requireActor();
	const hunt = await getHunt(actor, (await params).id);
	if (!hunt.ok) notFound();
	return <HuntPage first={hunt.value} mayChange={may(actor, 'rules.write')} />;
}
