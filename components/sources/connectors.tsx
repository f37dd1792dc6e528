'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CloudDownload } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Chip, type Tone } from '../ui/chip.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { EmptyState, FailedState, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { NewConnector } from './new-connector.tsx';
import { type ConnectorRow, connectorsQuery, sendJson } from './queries.ts';

const kinds: Readonly<Record<ConnectorRow['kind'], string>> = {
	'cloudtrail-s3': 'CloudTrail in a bucket',
	'github-audit': 'GitHub audit log',
	railway: 'Railway audit log',
	'github-credentials': 'GitHub tokens, apps and deploy keys',
	'aws-iam': 'AWS access keys, users and roles',
	'railway-tokens': 'Railway tokens',
	'vault-tokens': 'Vault or OpenBao tokens',
	'cloudflare-tokens': 'Cloudflare tokens',
};
const bringsEvents: readonly ConnectorRow['kind'][] = ['cloudtrail-s3', 'github-audit', 'railway'];

const tones: Readonly<Record<ConnectorRow['state'], Tone>> = {
	waiting: 'good',
	running: 'strong',
	failing: 'danger',
	paused: 'plain',
};

/** What is pulled on a schedule, each with its state; and a form that adds one. */
export function Connectors({ mayChange }: { mayChange: boolean }) {
	const answer = useQuery(connectorsQuery);
	const [adding, setAdding] = useState(false);
	const rows = answer.data?.connectors ?? [];
	return (
		<Panel
			title="Connectors"
			actions={
				mayChange && (
					<Button onClick={() => setAdding(!adding)} aria-expanded={adding}>
						{adding ? 'Close' : 'Add a connector'}
					</Button>
				)
			}
		>
			<div className="grid gap-2">
				{adding && <NewConnector onAdded={() => setAdding(false)} />}
				{answer.isPending && <Skeleton lines={2} label="Loading the connectors" />}
				{answer.isError && (
					<FailedState title="The connectors could not be loaded" retry={() => answer.refetch()}>
						{answer.error.message}
					</FailedState>
				)}
				{answer.isSuccess && rows.length === 0 && !adding && (
					<EmptyState icon={CloudDownload} title="Nothing is pulled on a schedule">
						A connector fetches CloudTrail from its bucket, the audit log of GitHub or Railway, or
						the credentials that GitHub, AWS, Railway, Vault or Cloudflare list, and goes on where
						it was.
					</EmptyState>
				)}
				<ul className="grid gap-2">
					{rows.map((row) => (
						<Line key={row.id} row={row} mayChange={mayChange} />
					))}
				</ul>
			</div>
		</Panel>
	);
}

function Line({ row, mayChange }: { row: ConnectorRow; mayChange: boolean }) {
	const cache = useQueryClient();
	const change = useMutation({
		mutationFn: (body: object | null) =>
			sendJson(
				body === null ? 'DELETE' : 'PATCH',
				`/api/v1/connectors/${row.id}`,
				body ?? undefined,
			),
		onSettled: () => cache.invalidateQueries({ queryKey: connectorsQuery.queryKey }),
	});
	const isPaused = row.state === 'paused';
	return (
		<li className="grid gap-1 rounded-lg border border-line px-3 py-2 text-xs">
			<div className="flex flex-wrap items-center gap-x-3 gap-y-1">
				<b className="min-w-0 truncate font-semibold">
					<InertText text={row.name} />
				</b>
				<span className="text-muted">{kinds[row.kind]}</span>
				<Chip tone={tones[row.state]}>{row.state}</Chip>
				<span className="flex-1 text-muted tabular-nums">
					{row.events.toLocaleString('en')}{' '}
					{bringsEvents.includes(row.kind) ? 'event' : 'new or changed credential'}
					{row.events === 1 ? '' : 's'}
					{row.lastSuccessAt !== null && (
						<>
							, last well <Time micros={Date.parse(row.lastSuccessAt) * 1_000} />
						</>
					)}
				</span>
				{mayChange && (
					<span className="flex gap-1">
						<Button disabled={isPaused} onClick={() => change.mutate({ now: true })}>
							Run now
						</Button>
						<Button onClick={() => change.mutate({ paused: !isPaused })}>
							{isPaused ? 'Resume' : 'Pause'}
						</Button>
						<Button onClick={() => change.mutate(null)} aria-label={`Delete ${row.name}`}>
							Delete
						</Button>
					</span>
				)}
			</div>
			{row.failure !== null && (
				<p className="text-destroy">
					<InertText text={row.failure} />
				</p>
			)}
			{row.note !== null && (
				<p className="text-muted">
					<InertText text={row.note} />
				</p>
			)}
			{change.isError && (
				<p role="alert" className="text-destroy">
					{change.error.message}
				</p>
			)}
		</li>
	);
}
