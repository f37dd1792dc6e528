import type { Finding } from '@/core/credentials/finding.ts';
import { Chip } from '../ui/chip.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { SeverityTag } from '../ui/severity.tsx';

/** What is wrong with it, gravest first: the reason, what to do, and the standards that say so. */
export function CredentialFindings({ findings }: { findings: readonly Finding[] }) {
	if (findings.length === 0) {
		return <p className="text-xs text-muted">Nothing is known to be wrong with it.</p>;
	}
	return (
		<ul className="grid gap-3">
			{findings.map((finding) => (
				<li
					key={finding.kind}
					data-testid="finding"
					className="border-t border-line pt-2.5 first:border-t-0 first:pt-0"
				>
					<p className="flex flex-wrap items-center gap-2 font-semibold">
						<SeverityTag severity={finding.severity} /> {finding.title}
					</p>
					<p className="mt-1 text-xs">
						<InertText text={finding.reason} />
					</p>
					<p className="mt-0.5 text-xs text-muted">
						<InertText text={finding.advice} />
					</p>
					<p className="mt-1 flex flex-wrap gap-1">
						{finding.standards.map(({ standard, id, title }) => (
							<Chip key={`${standard}${id}`} title={title}>
								{standard} <b className="font-semibold text-text">{id}</b>
							</Chip>
						))}
					</p>
				</li>
			))}
		</ul>
	);
}
