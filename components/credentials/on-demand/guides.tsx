'use client';
import Link from 'next/link';
import { onDemandGuides } from '@/core/credentials/on-demand/guides.ts';
import { credentialsAddress } from '../credential-filter.ts';
import { GuideBody } from './guide-body.tsx';

/** Every guide, those first whose credentials never end here. */
export function Guides({ endless }: { endless: Readonly<Record<string, number>> }) {
	const count = (provider: string) => endless[provider] ?? 0;
	const guides = [...onDemandGuides].sort((a, b) => count(b.provider) - count(a.provider));
	return (
		<div className="grid min-h-0 grid-cols-[minmax(0,1fr)] content-start gap-3 overflow-auto pb-8">
			<p className="text-xs text-muted">
				How each provider issues credentials that end by themselves, in place of those that never
				do.
			</p>
			{guides.map((guide) => (
				<section
					key={guide.provider}
					id={guide.provider}
					aria-label={guide.title}
					className="min-w-0 rounded-lg border border-line px-3.5 py-2.5"
				>
					<p className="mb-1 text-xs">
						{count(guide.provider) === 0 ? (
							<span className="text-muted">{guide.provider}: none here that never ends</span>
						) : (
							<Link
								href={credentialsAddress({ provider: guide.provider, expiry: 'none' })}
								className="text-destroy underline underline-offset-2"
							>
								{guide.provider}: {count(guide.provider).toLocaleString('en')} that never end
							</Link>
						)}
					</p>
					<GuideBody words={guide} snippet={guide.snippet(null)} />
				</section>
			))}
		</div>
	);
}
