import { NotFoundState } from '@/components/ui/not-found.tsx';

export default function IncidentNotFound() {
	return <NotFoundState noun="incident" all={{ title: 'All incidents', href: '/incidents' }} />;
}
