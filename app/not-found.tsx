import Link from 'next/link';
import { buttonClass } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/states.tsx';

export default function NotFound() {
	return (
		<main className="mx-auto grid min-h-dvh max-w-lg content-center px-5">
			<h1 className="sr-only">Not found</h1>
			<EmptyState title="There is nothing at this address">
				<p className="mb-3">It does not exist, or it is not yours to see.</p>
				<Link href="/incidents" className={buttonClass('plain', 'medium')}>
					To the incidents
				</Link>
			</EmptyState>
		</main>
	);
}
