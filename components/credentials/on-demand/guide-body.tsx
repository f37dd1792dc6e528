'use client';
import type { OnDemandGuide } from '@/core/credentials/on-demand/guides.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

/** How to do without a credential that stays, with what to write. */
export function GuideBody({
	words: { title, lives, how, source },
	snippet,
}: {
	words: Pick<OnDemandGuide, 'title' | 'lives' | 'how' | 'source'>;
	snippet: string;
}) {
	return (
		<div className="grid gap-2 text-sm">
			<p>
				<b className="font-semibold">{title}.</b> It lives {lives}.
			</p>
			<p className="max-w-[90ch] text-muted">{how}</p>
			<div className="grid gap-1">
				<pre
					// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
					tabIndex={0}
					className="overflow-auto rounded-md border border-line bg-surface p-2.5 font-mono text-xs leading-relaxed"
				>
					{snippet}
				</pre>
				<div className="flex flex-wrap items-center justify-between gap-2">
					<span className="text-2xs text-muted">{source}</span>
					<CopyButton text={() => snippet} label="Copy" />
				</div>
			</div>
		</div>
	);
}
