import type { CredentialDetail } from '@/core/credentials/views.ts';
import { Chip } from '../ui/chip.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { SeverityTag } from '../ui/severity.tsx';
import { AcceptFinding } from './policy/accept-finding.tsx';

/** What is wrong with it, gravest first: the reason, what to do, and the standards that say so. */
export function CredentialFindings({
	credential,
	mayAccept,
}: {
	credential: Pick<CredentialDetail, 'id' | 'allFindings' | 'excepted'>;
	/** Whether findings can be accepted for a time. */
	mayAccept: boolean;
}) {
	const { allFindings: findings, excepted } = credential;
	return (
		<>
			{findings.length === 0 && (
				<p className="text-xs text-muted">
					{excepted.length === 0
						? 'Nothing is known to be wrong with it.'
						: 'Nothing is wrong with it but what is accepted for now.'}
				</p>
			)}
			<ul className="grid gap-3">
				{findings.map((finding) => (
					<li
						key={finding.kind}
						data-testid="finding"
						className="border-t border-line pt-2.5 first:border-t-0 first:pt-0"
					>
						<p className="flex flex-wrap items-center gap-2 font-semibold">
							<SeverityTag severity={finding.severity} /> {finding.title}
							{mayAccept && (
								<span className="ml-auto">
									<AcceptFinding
										credential={credential.id}
										finding={finding.kind}
										title={finding.title}
									/>
								</span>
							)}
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
			{excepted.length > 0 && (
				<ul
					aria-label="Accepted for now"
					className="mt-3 grid gap-1.5 border-t border-line pt-2.5 text-xs"
				>
					{excepted.map(({ finding, exception }) => (
						<li key={finding.kind} className="[overflow-wrap:anywhere]">
							<Chip>accepted until {exception.until}</Chip>{' '}
							<span className="font-semibold">{finding.title}</span>:{' '}
							<InertText text={exception.reason} />{' '}
							<span className="text-muted">
								(<InertText text={exception.owner} />)
							</span>
						</li>
					))}
				</ul>
			)}
		</>
	);
}
