import type { Metadata } from 'next';
import { Explore } from '@/components/explore/explore.tsx';
import { requireActor } from '@/server/auth/session.ts';
import { searchFields } from '@/server/http/event-search.ts';

export const metadata: Metadata = { title: 'Explore' };

export default async function ExplorePage() {
	await requireActor();
	return <Explore fields={searchFields} />;
}
