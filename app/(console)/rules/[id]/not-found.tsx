import { NotFoundState } from '@/components/ui/not-found.tsx';

export default function RuleNotFound() {
	return <NotFoundState noun="rule" all={{ title: 'All rules', href: '/rules' }} />;
}
