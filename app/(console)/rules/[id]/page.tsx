import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RulePage } from '@/components/rules/rule-detail.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';
import { getRule } from '@/server/rules/detail.ts';

export const metadata: Metadata = { title: 'Rule' };

export default async function OneRulePage({ params }: { params: Promise<{ id: string }> }) {
	const actor = await requireActor();
	const { id } = await params;
	const rule = await getRule(actor, decodeURIComponent(id));
	if (!rule.ok) notFound();
	return <RulePage first={rule.value} mayChange={may(actor, 'rules.write')} />;
}
