'use client';
import { CircleQuestionMark } from 'lucide-react';
import { InertText } from '../ui/inert-text.tsx';
import { useWorkspace } from './workspace-context.tsx';

/** What these logs cannot establish, and which log would. */
export function Gaps() {
	const { view } = useWorkspace();
	const { gaps } = view.document;
	if (gaps.length === 0) return null;
	return (
		<section aria-label="Not established" className="mt-4">
			<h3 className="mb-1 text-xs font-semibold text-muted">Not established by these logs</h3>
			<ul className="grid gap-1">
				{gaps.map((gap) => (
					<li key={gap} className="flex gap-2 text-xs text-muted">
						<CircleQuestionMark aria-hidden size={13} className="mt-0.5 flex-none" />
						<span>
							<InertText text={gap} />
						</span>
					</li>
				))}
			</ul>
		</section>
	);
}
