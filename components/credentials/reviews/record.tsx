import { type Decision, decisions, type ReviewView } from '@/core/credentials/review.ts';
import { InertText } from '../../ui/inert-text.tsx';

const countOf = (view: ReviewView, decision: Decision | null): number =>
	view.items.filter((item) => item.decision === decision).length;

/** What was decided in figures, and who signed it: the head of the auditor's record. */
export function ReviewRecord({ view }: { view: ReviewView }) {
	const undecided = countOf(view, null);
	return (
		<section aria-label="Record" className="rounded-lg border border-line px-3.5 py-2.5 text-xs">
			<dl className="grid grid-cols-[repeat(auto-fit,minmax(110px,1fr))] gap-x-5 gap-y-2">
				{decisions.map((decision) => (
					<Figure key={decision} title={decision} value={countOf(view, decision)} />
				))}
				<Figure title="not decided" value={undecided} />
				<Figure title="in all" value={view.total} />
			</dl>
			<p className="mt-2 [overflow-wrap:anywhere]">
				{view.closedAt === null ? (
					`Not signed off. Due ${view.dueAt.slice(0, 10)}.`
				) : (
					<>
						Signed off by{' '}
						<b className="font-semibold">
							<InertText text={view.closedBy ?? ''} />
						</b>{' '}
						at {view.closedAt}; nothing in it has changed since. Review {view.id}.
					</>
				)}
			</p>
			<p className="mt-6 hidden gap-10 print:flex">
				<span className="flex-1 border-t border-line2 pt-1">Date</span>
				<span className="flex-[2] border-t border-line2 pt-1">Signature of the auditor</span>
			</p>
		</section>
	);
}

function Figure({ title, value }: { title: string; value: number }) {
	return (
		<div>
			<dt className="text-muted">{title}</dt>
			<dd className="font-mono text-base font-semibold tabular-nums">{value}</dd>
		</div>
	);
}
