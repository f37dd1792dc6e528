import { NotFoundState } from '@/components/ui/not-found.tsx';

export default function HuntNotFound() {
	return <NotFoundState noun="hunt" all={{ title: 'All hunts', href: '/rules/hunts' }} />;
}
