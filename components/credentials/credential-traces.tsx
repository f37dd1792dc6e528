import clsx from 'clsx';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type ActionClass, actionClasses } from '@/core/actions/action.ts';
import type { CredentialSighting, CredentialUse } from '@/core/credentials/credential.ts';
import { parseTime } from '@/core/event/time.ts';
import { exploreAddress, quoted } from '../explore/explore-state.ts';
import { ActionIcon } from '../ui/action-class.tsx';
import { EnvironmentTag } from '../ui/environment-tag.tsx';
import { InertText, inertLine } from '../ui/inert-text.tsx';
import { Time } from '../ui/time.tsx';

const head = 'px-2 py-1 text-left text-2xs font-normal text-muted whitespace-nowrap first:pl-0';
const cell =
	'border-t border-line px-2 py-1.5 align-top [overflow-wrap:anywhere] first:pl-0 max-sm:px-1.5';
const linkClass =
	'inline-block min-h-[24px] text-accent underline decoration-dotted underline-offset-2';

/** Acts that named it, latest first, each leading to its event and run. */
export function CredentialUses({ uses, total }: { uses: readonly CredentialUse[]; total: number }) {
	if (uses.length === 0) return <None>No use of it is in the logs.</None>;
	return (
		<Traces label="Uses" shown={uses.length} total={total}>
			<thead>
				<tr>
					<Head>time</Head>
					<Head>what it did</Head>
					<Head wide>environment</Head>
					<Head wide>outcome</Head>
					<Head wide room="xl:min-w-48">
						who
					</Head>
					<Head>run</Head>
				</tr>
			</thead>
			<tbody>
				{uses.map((use, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: one event may name it twice; the list never moves
					<tr key={`${use.eventId}${index}`}>
						<td className={`${cell} text-muted max-sm:w-[84px] max-sm:[&_time]:whitespace-normal`}>
							<Time micros={use.at === null ? null : parseTime(use.at)} />
						</td>
						<td className={cell}>
							<span className="flex min-w-0 items-start gap-1.5">
								{actionOf(use.actionClass) !== null && (
									<ActionIcon action={actionOf(use.actionClass) as ActionClass} size={15} />
								)}
								<Link href={exploreAddress({ event: use.eventId })} className={linkClass}>
									<InertText text={use.operation} />
								</Link>
							</span>
							{use.resources.length > 0 && (
								<span className="block text-2xs text-muted [overflow-wrap:anywhere]">
									<InertText text={use.resources.slice(0, 3).join(', ')} />
								</span>
							)}
						</td>
						<td className={`${cell} max-md:hidden`}>
							{use.environment === 'unknown' ? (
								<span className="text-muted italic">unknown</span>
							) : (
								<EnvironmentTag environment={use.environment} />
							)}
						</td>
						<td className={`${cell} max-md:hidden`}>{use.outcome}</td>
						<td className={`${cell} text-muted max-md:hidden`}>
							<InertText text={use.principal ?? use.sourceAddress ?? ''} />
						</td>
						<td className={cell}>
							<RunLink runId={use.runId} />
						</td>
					</tr>
				))}
			</tbody>
		</Traces>
	);
}

/** Places where it was seen, latest first. */
export function CredentialSightings({
	sightings,
	total,
}: {
	sightings: readonly CredentialSighting[];
	total: number;
}) {
	if (sightings.length === 0)
		return <None>It was seen nowhere: its secret is not in the logs.</None>;
	return (
		<Traces label="Sightings" shown={sightings.length} total={total}>
			<thead>
				<tr>
					<Head>time</Head>
					<Head>where</Head>
					<Head wide room="xl:min-w-32">
						named
					</Head>
					<Head wide>source</Head>
					<Head>run</Head>
				</tr>
			</thead>
			<tbody>
				{sightings.map((sighting) => (
					<tr key={`${sighting.eventId}${sighting.field}`}>
						<td className={`${cell} text-muted max-sm:w-[84px] max-sm:[&_time]:whitespace-normal`}>
							<Time micros={sighting.at === null ? null : parseTime(sighting.at)} />
						</td>
						<td className={`${cell} [overflow-wrap:anywhere]`}>
							<span className="block">
								{sighting.place}{' '}
								{sighting.file !== null && (
									<span className="font-mono text-2xs text-muted">
										<InertText text={sighting.file} />
									</span>
								)}
							</span>
							{!sighting.eventId.startsWith('scan:') && (
								<Link href={exploreAddress({ event: sighting.eventId })} className={linkClass}>
									event
								</Link>
							)}
						</td>
						<td className={`${cell} font-mono text-2xs max-md:hidden`}>
							<InertText text={sighting.label ?? ''} />
						</td>
						<td className={`${cell} font-mono text-2xs text-muted max-md:hidden`}>
							<InertText text={sighting.source ?? ''} />
						</td>
						<td className={cell}>
							<RunLink runId={sighting.runId} />
						</td>
					</tr>
				))}
			</tbody>
		</Traces>
	);
}

const actionOf = (name: string | null): ActionClass | null =>
	actionClasses.find((each) => each === name) ?? null;

function RunLink({ runId }: { runId: string | null }) {
	if (runId === null) return <span className="text-muted">none</span>;
	return (
		<Link
			href={exploreAddress({ query: `run:${quoted(runId)}` })}
			title={inertLine(runId)}
			className={`${linkClass} font-mono text-2xs whitespace-nowrap`}
		>
			<InertText text={runId.length > 12 ? `${runId.slice(0, 8)}…` : runId} />
		</Link>
	);
}

function Traces({
	label,
	shown,
	total,
	children,
}: {
	label: string;
	shown: number;
	total: number;
	children: ReactNode;
}) {
	return (
		<>
			<table className="w-full border-collapse text-xs">
				<caption className="sr-only">{label}</caption>
				{children}
			</table>
			{total > shown && (
				<p className="mt-1.5 text-2xs text-muted">
					The latest {shown} of {total.toLocaleString('en')}.
				</p>
			)}
		</>
	);
}

function Head({
	wide = false,
	room,
	children,
}: {
	/** Left out on narrow screens. */
	wide?: boolean;
	/** Width that keeps its words whole. */
	room?: string;
	children: ReactNode;
}) {
	return (
		<th scope="col" className={clsx(head, wide && 'max-md:hidden', room)}>
			{children}
		</th>
	);
}

const None = ({ children }: { children: ReactNode }) => (
	<p className="text-xs text-muted">{children}</p>
);
