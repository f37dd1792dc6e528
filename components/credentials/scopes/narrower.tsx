'use client';
import type { FactState } from '@/core/credentials/fact.ts';
import type { Recommendation } from '@/core/credentials/narrower/recommendation.ts';
import { Chip } from '../../ui/chip.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { InertText } from '../../ui/inert-text.tsx';

/** A narrower grant to copy, with what to look at before; and what of the present one was not decoded. */
export function Narrower({
	recommendation,
	unread,
	scopes,
}: {
	recommendation: Recommendation | null;
	unread: readonly string[];
	scopes: FactState;
}) {
	return (
		<div className="grid gap-2.5 text-xs">
			{unread.length > 0 && (
				<section aria-label="Not decoded" className="grid gap-1">
					<h3 className="font-semibold text-modify">
						{scopes === 'unknown'
							? 'Its scopes are not decoded'
							: 'Not all of its scopes are decoded'}
					</h3>
					<ul className="grid gap-1">
						{unread.map((part) => (
							<li key={part}>
								<Chip>
									<InertText text={part} />
								</Chip>
							</li>
						))}
					</ul>
				</section>
			)}
			{recommendation === null ? (
				<p className="text-muted">
					No use of it is known, so nothing can be said of what it needs. Logs of its provider would
					show it.
				</p>
			) : (
				<>
					<div className="flex items-center gap-2">
						<h3 className="font-semibold">{recommendation.form}</h3>
						<span className="text-2xs text-muted">
							{recommendation.operations} operation{recommendation.operations === 1 ? '' : 's'}
						</span>
						<span className="ml-auto">
							<CopyButton
								text={() => recommendation.text}
								label={`Copy the ${recommendation.form}`}
							/>
						</span>
					</div>
					<pre
						// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
						tabIndex={0}
						className="max-h-96 overflow-auto rounded-md border border-line bg-surface p-2.5 font-mono text-2xs leading-relaxed"
					>
						<InertText text={recommendation.text} />
					</pre>
					<ul className="grid list-disc gap-1 pl-4 text-muted">
						{recommendation.caveats.map((caveat) => (
							<li key={caveat}>{caveat}</li>
						))}
					</ul>
				</>
			)}
		</div>
	);
}
