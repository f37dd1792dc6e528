import { NotFoundState } from '@/components/ui/not-found.tsx';

export default function CredentialNotFound() {
	return (
		<NotFoundState noun="credential" all={{ title: 'All credentials', href: '/credentials' }} />
	);
}
