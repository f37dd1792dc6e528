'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '../door/field.tsx';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { FailedState, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { type KeyRow, keysQuery, sendJson } from './queries.ts';

const lifetimes = [1, 7, 30, 90] as const;

/** Keys that can send and nothing else. Short-lived unless somebody chooses otherwise. */
export function IngestKeys() {
	const answer = useQuery(keysQuery);
	const [made, setMade] = useState<string | null>(null);
	const cache = useQueryClient();
	const end = useMutation({
		mutationFn: (id: string) => sendJson<null>('DELETE', `/api/v1/api-keys/${id}`),
		onSettled: () => cache.invalidateQueries({ queryKey: keysQuery.queryKey }),
	});
	const keys = (answer.data?.keys ?? []).filter(
		(key) => key.scopes.includes('events.ingest') && key.revokedAt === null,
	);
	return (
		<Panel title="Ingest keys">
			<div className="grid gap-2 rounded-lg border border-line p-3">
				<NewKey onMade={setMade} />
				{made !== null && (
					<div
						role="status"
						className="flex min-w-0 items-center gap-2 rounded-md bg-raised px-2 py-1.5"
					>
						<code className="min-w-0 flex-1 truncate font-mono text-xs">{made}</code>
						<span className="text-2xs text-muted">shown this once</span>
						<CopyButton label="Copy the key" text={() => made} />
					</div>
				)}
				{answer.isPending && <Skeleton lines={2} label="Loading the keys" />}
				{answer.isError && (
					<FailedState title="The keys could not be loaded" retry={() => answer.refetch()}>
						{answer.error.message}
					</FailedState>
				)}
				{end.isError && (
					<FailedState title="The key could not be ended">{end.error.message}</FailedState>
				)}
				{answer.isSuccess && keys.length === 0 && (
					<p className="text-xs text-muted">There is none yet.</p>
				)}
				<ul className="grid gap-1">
					{keys.map((key) => (
						<KeyLine key={key.id} row={key} end={() => end.mutate(key.id)} />
					))}
				</ul>
			</div>
		</Panel>
	);
}

function KeyLine({ row, end }: { row: KeyRow; end: () => void }) {
	const [now] = useState(() => Date.now());
	const isOver = Date.parse(row.expiresAt) <= now;
	return (
		<li className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
			<b className="min-w-0 truncate font-semibold">
				<InertText text={row.name} />
			</b>
			{isOver ? (
				<Chip tone="warning">expired</Chip>
			) : (
				<span className="text-muted">
					until <Time micros={Date.parse(row.expiresAt) * 1_000} />
				</span>
			)}
			<span className="flex-1 text-muted">
				{row.lastUsedAt === null ? (
					'never used'
				) : (
					<>
						last used <Time micros={Date.parse(row.lastUsedAt) * 1_000} />
					</>
				)}
			</span>
			<Button onClick={end} aria-label={`End the key ${row.name}`}>
				End
			</Button>
		</li>
	);
}

function NewKey({ onMade }: { onMade: (key: string) => void }) {
	const cache = useQueryClient();
	const [name, setName] = useState('');
	const [days, setDays] = useState<number>(7);
	const make = useMutation({
		mutationFn: () =>
			sendJson<{ key: string }>('POST', '/api/v1/api-keys', {
				name,
				role: 'analyst',
				scopes: ['events.ingest'],
				lifetimeDays: days,
			}),
		onSuccess: ({ key }) => {
			onMade(key);
			setName('');
			void cache.invalidateQueries({ queryKey: keysQuery.queryKey });
		},
	});
	return (
		<form
			className="flex flex-wrap items-end gap-2"
			onSubmit={(event) => {
				event.preventDefault();
				make.mutate();
			}}
		>
			<Field
				id="ingest-key-name"
				label="What sends with it"
				required
				maxLength={100}
				value={name}
				onChange={(event) => setName(event.target.value)}
			/>
			<div className="grid gap-1">
				<label htmlFor="ingest-key-days" className="text-xs font-semibold text-muted">
					Lives for
				</label>
				<select
					id="ingest-key-days"
					value={days}
					onChange={(event) => setDays(Number(event.target.value))}
					className="h-9 rounded-md border border-line2 bg-bg px-2 text-sm"
				>
					{lifetimes.map((each) => (
						<option key={each} value={each}>
							{each === 1 ? '1 day' : `${each} days`}
						</option>
					))}
				</select>
			</div>
			<Button type="submit" size="medium" disabled={make.isPending || name.trim() === ''}>
				Make a key
			</Button>
			{make.isError && (
				<p role="alert" className="w-full text-xs text-destroy">
					{make.error.message}
				</p>
			)}
		</form>
	);
}
