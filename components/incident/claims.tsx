'use client';
import { Check, CircleQuestionMark, X } from 'lucide-react';
import type { Claim } from '@/core/incidents/document.ts';
import { InertText } from '../ui/inert-text.tsx';
import { useWorkspace } from './workspace-context.tsx';

const faces = {
	confirmed: { icon: Check, color: 'text-create', words: 'confirmed' },
	contradicted: { icon: X, color: 'text-destroy', words: 'contradicted' },
	'not-checkable': { icon: CircleQuestionMark, color: 'text-muted', words: 'cannot be checked' },
} as const satisfies Record<Claim['verdict'], unknown>;

/** The agent's own account, each sentence held against the events: a claim, never evidence. */
export function Claims({ eventId }: { eventId: string }) {
	const { view, select } = useWorkspace();
	const claims = view.document.claims ?? [];
	if (claims.length === 0) return null;
	return (
		<section
			aria-label="The agent’s account"
			className="rounded-lg border border-dashed border-line2 bg-surface px-3 py-2.5"
		>
			<h3 className="text-2xs font-semibold text-muted">
				The agent’s account: claims, not evidence
			</h3>
			<ul className="mt-1 grid gap-2">
				{claims.map((claim) => {
					const { icon: Icon, color, words } = faces[claim.verdict];
					return (
						<li key={claim.text} className="text-xs">
							<p className="font-mono break-words text-muted">
								“<InertText text={claim.text} />”
							</p>
							<p className={color}>
								<Icon aria-hidden size={12} strokeWidth={3} className="mr-1 inline align-[-1px]" />
								<b className="font-semibold">{words}</b>: <InertText text={claim.why} />
								{claim.eventId !== eventId && (
									<button
										type="button"
										className="ml-1.5 text-accent underline decoration-dotted underline-offset-2"
										onClick={() => select(claim.eventId)}
									>
										show
									</button>
								)}
							</p>
						</li>
					);
				})}
			</ul>
		</section>
	);
}
