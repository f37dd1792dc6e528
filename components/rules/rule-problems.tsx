import { TriangleAlert } from 'lucide-react';
import type { RuleProblemView } from '@/core/detection/rule-views.ts';
import { InertText } from '../ui/inert-text.tsx';

/** Rules that do not run since they could not be loaded, each with its place and reason. */
export function RuleProblems({ problems }: { problems: readonly RuleProblemView[] }) {
	if (problems.length === 0) return null;
	return (
		<details className="mb-2 flex-none rounded-lg border border-modify px-3 py-1.5 text-xs" open>
			<summary className="cursor-pointer font-semibold">
				<TriangleAlert aria-hidden size={13} className="mr-1.5 inline text-modify" />
				{problems.length === 1
					? 'One rule could not be loaded and does not run'
					: `${problems.length} rules could not be loaded and do not run`}
			</summary>
			<ul className="mt-1 max-h-40 overflow-auto">
				{problems.map((problem) => (
					<li
						key={`${problem.path}${problem.line}${problem.column}${problem.reason}`}
						className="border-t border-line py-1 [overflow-wrap:anywhere]"
					>
						<span className="font-mono">
							<InertText text={problem.path} />
							{problem.line !== null && `:${problem.line}:${problem.column}`}
						</span>{' '}
						{problem.rule !== null && (
							<span className="font-semibold">
								<InertText text={problem.rule} />
							</span>
						)}{' '}
						<span className="text-muted">
							<InertText text={problem.reason} />
						</span>
					</li>
				))}
			</ul>
		</details>
	);
}
