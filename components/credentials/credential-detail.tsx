import Link from 'next/link';
import type { ReactNode } from 'react';
import { guideFor, type OnDemandGuide } from '@/core/credentials/on-demand/guides.ts';
import type { CredentialDetail } from '@/core/credentials/views.ts';
import type { Severity } from '@/core/incidents/document.ts';
import { Chip } from '../ui/chip.tsx';
import { EnvironmentTag } from '../ui/environment-tag.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { SeverityTag } from '../ui/severity.tsx';
import { CredentialActions } from './credential-actions.tsx';
import { CredentialFacts } from './credential-facts.tsx';
import { CredentialFindings } from './credential-findings.tsx';
import { CredentialHistory } from './credential-history.tsx';
import { CredentialScopes } from './credential-scopes.tsx';
import { CredentialSightings, CredentialUses } from './credential-traces.tsx';
import { LifecycleLine } from './lifecycle-line.tsx';
import { GuideBody } from './on-demand/guide-body.tsx';
import { Narrower } from './scopes/narrower.tsx';

/** An incident that names the credential. */
export interface NamingIncident {
	readonly number: string;
	readonly title: string;
	readonly severity: Severity;
}

/** One credential: its life, what is wrong with it, what it may do, where it was seen, what it did. */
export function CredentialPageBody({
	credential,
	incidents,
	mayChange,
	mayAccept,
}: {
	credential: CredentialDetail;
	mayChange: boolean;
	mayAccept: boolean;
	incidents: readonly NamingIncident[];
}) {
	const guide = guideFor(credential.provider);
	return (
		<div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-5 pt-3 pb-8 max-sm:px-3">
			<header>
				<p className="flex items-center gap-2 text-xs text-muted">
					<Link href="/credentials" className="hover:text-text hover:underline">
						Credentials
					</Link>
					<span aria-hidden>/</span> {credential.kindTitle}
				</p>
				<h1 className="mt-0.5 mb-1.5 text-lg font-semibold [overflow-wrap:anywhere]">
					<InertText text={credential.title} />
				</h1>
				<div className="flex flex-wrap items-center gap-1.5">
					{credential.severity !== null && <SeverityTag severity={credential.severity} />}
					<Chip tone={credential.status === 'revoked' ? 'good' : 'plain'}>
						{credential.status === 'unknown' ? 'status unknown' : credential.status}
					</Chip>
					<Chip mono>{credential.provider}</Chip>
					{credential.environments.length === 0 ? (
						<EnvironmentTag environment="unknown" />
					) : (
						credential.environments.map((environment) => (
							<EnvironmentTag key={environment} environment={environment} />
						))
					)}
				</div>
				{mayChange && (
					<div className="mt-2.5 flex flex-wrap gap-1.5">
						<CredentialActions
							targets={[{ id: credential.id, title: credential.title }]}
							actions={[
								'owner',
								'tags',
								'rotated',
								credential.status === 'revoked' ? 'reinstated' : 'revoked',
							]}
						/>
					</div>
				)}
			</header>
			{incidents.length > 0 && (
				<nav aria-label="Incidents that name it" className="flex flex-wrap gap-2">
					{incidents.map((incident) => (
						<Link
							key={incident.number}
							href={`/incidents/${incident.number}`}
							className="flex min-w-0 items-center gap-2 rounded-lg border border-line2 px-2.5 py-1.5 hover:bg-raised"
						>
							<SeverityTag severity={incident.severity} />
							<span className="font-mono text-xs whitespace-nowrap text-muted">
								{incident.number}
							</span>
							<span className="min-w-0 font-semibold sm:truncate">
								<InertText text={incident.title} />
							</span>
						</Link>
					))}
				</nav>
			)}
			<Box title="Lifecycle">
				<LifecycleLine steps={credential.lifecycle} />
			</Box>
			<div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start gap-4 max-lg:grid-cols-[minmax(0,1fr)]">
				<div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
					<Box title="Findings" note={<Chip>{credential.allFindings.length}</Chip>}>
						<CredentialFindings credential={credential} mayAccept={mayAccept} />
					</Box>
					<Box title="Uses" note={<Chip>{credential.uses}</Chip>}>
						<CredentialUses uses={credential.latestUses} total={credential.uses} />
					</Box>
					<Box title="Sightings" note={<Chip>{credential.sightings}</Chip>}>
						<CredentialSightings
							sightings={credential.latestSightings}
							total={credential.sightings}
						/>
					</Box>
				</div>
				<div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
					<Box title="What is known">
						<CredentialFacts credential={credential} />
					</Box>
					<Box title="Recorded by hand">
						<CredentialHistory credential={credential} mayChange={mayChange} />
					</Box>
					<Box title="Scopes">
						<CredentialScopes credential={credential} />
					</Box>
					<Box title="Narrower scope">
						<Narrower
							recommendation={credential.narrower}
							unread={credential.scopesUnread}
							scopes={credential.grantedScopes.state}
						/>
					</Box>
					{guide !== null && credential.status !== 'revoked' && (
						<Box title="In place of it: one that ends">
							<GuideBody words={wordsOf(guide)} snippet={guide.snippet(credential)} />
						</Box>
					)}
				</div>
			</div>
		</div>
	);
}

/** Without its function, which cannot cross to the browser. */
const wordsOf = ({ title, lives, how, source }: OnDemandGuide) => ({ title, lives, how, source });

function Box({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
	return (
		<div className="min-w-0 rounded-lg border border-line px-3.5 py-2.5">
			<Panel title={title} note={note}>
				{children}
			</Panel>
		</div>
	);
}
