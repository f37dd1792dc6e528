import Link from 'next/link';
import type { ReactNode } from 'react';
import type { CredentialDetail } from '@/core/credentials/views.ts';
import { parseTime } from '@/core/event/time.ts';
import { exploreAddress, quoted } from '../explore/explore-state.ts';
import { Chip } from '../ui/chip.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { Time } from '../ui/time.tsx';
import { daysInWords, endInWords } from './day-words.ts';
import { FactText, Unknown } from './fact-text.tsx';

/** What is known of it, a row each. What is not known says so. */
export function CredentialFacts({ credential }: { credential: CredentialDetail }) {
	const text = (given: string | null) =>
		given === null ? <Unknown /> : <InertText text={given} />;
	const time = (at: string) => <Time micros={parseTime(at)} />;
	return (
		<dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-x-2.5 gap-y-1.5 text-xs">
			<Fact label="owner">
				<FactText fact={credential.owner} none="nobody">
					{(owner) => <InertText text={owner} />}
				</FactText>
			</Fact>
			<Fact label="acts as">{text(credential.principal)}</Fact>
			<Fact label="provider’s id">{text(credential.providerId)}</Fact>
			<Fact label="issued">
				{credential.issuedAt === null ? (
					<Unknown />
				) : (
					<>
						{time(credential.issuedAt)}{' '}
						{credential.ageDays !== null && (
							<span className="text-muted">{daysInWords(credential.ageDays)} old</span>
						)}
					</>
				)}
			</Fact>
			<Fact label="expires">
				<FactText fact={credential.expiresAt} none="never">
					{(at) => (
						<>
							{time(at)}{' '}
							{credential.expiresInDays !== null && (
								<span className={credential.expiresInDays < 0 ? 'text-destroy' : 'text-muted'}>
									{endInWords(credential.expiresInDays)}
								</span>
							)}
						</>
					)}
				</FactText>
			</Fact>
			<Fact label="rotated">
				{credential.lastRotatedAt === null ? <Unknown /> : time(credential.lastRotatedAt)}
			</Fact>
			<Fact label="last used">
				<FactText fact={credential.lastUsedAt} none="never">
					{time}
				</FactText>
			</Fact>
			<Fact label="stored">
				{credential.storedAt.length === 0 ? (
					<span className="text-muted">no place known</span>
				) : (
					<ul className="grid gap-0.5 font-mono text-2xs">
						{credential.storedAt.map((place) => (
							<li key={place}>
								<InertText text={place} />
							</li>
						))}
					</ul>
				)}
			</Fact>
			<Fact label="fingerprints">
				{credential.fingerprints.length === 0 ? (
					<span className="text-muted">its secret was never seen</span>
				) : (
					<ul className="grid gap-0.5">
						{credential.fingerprints.map(({ fingerprint, until }) => (
							<li key={fingerprint} className="flex flex-wrap items-center gap-1.5">
								<Link
									className="font-mono text-2xs text-accent underline decoration-dotted underline-offset-2"
									href={exploreAddress({ query: `credential:${quoted(fingerprint)}` })}
								>
									{fingerprint}
								</Link>
								{until !== null && <span className="text-2xs text-muted">until {until}</span>}
							</li>
						))}
					</ul>
				)}
			</Fact>
			<Fact label="purpose">{text(credential.purpose)}</Fact>
			{credential.note !== null && <Fact label="note">{text(credential.note)}</Fact>}
			<Fact label="known from">
				<span className="flex flex-wrap gap-1">
					{credential.sources.map((source) => (
						<Chip key={source}>{source}</Chip>
					))}
				</span>
			</Fact>
		</dl>
	);
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-muted">{label}</dt>
			<dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
		</>
	);
}
