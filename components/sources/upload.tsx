'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Upload as UploadIcon } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { DropZone } from '../ui/drop-zone.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { Quarantine } from './quarantine.tsx';
import { sourcesQuery } from './queries.ts';
import { type UploadState, uploadLog } from './upload-log.ts';

interface Job {
	readonly id: number;
	readonly name: string;
	readonly bytes: number;
	readonly state: UploadState;
	readonly cancel: () => void;
}

/** Logs by drag and drop: one after another, each with its progress, its counts and what could not be read. */
export function Upload() {
	const [jobs, setJobs] = useState<readonly Job[]>([]);
	const count = useRef(0);
	const cache = useQueryClient();
	const send = (file: File): Promise<void> =>
		new Promise((resolve) => {
			const id = count.current++;
			const tell = (state: UploadState) => {
				setJobs((all) => all.map((job) => (job.id === id ? { ...job, state } : job)));
				if (!['done', 'failed', 'cancelled'].includes(state.type)) return;
				void cache.invalidateQueries({ queryKey: sourcesQuery.queryKey });
				resolve();
			};
			const first: UploadState = { type: 'sending', sentBytes: 0 };
			const job = { id, name: file.name, bytes: file.size, state: first };
			setJobs((all) => [{ ...job, cancel: () => cancel() }, ...all]);
			const cancel = uploadLog(file, tell);
		});
	const sendAll = async (files: readonly File[]) => {
		for (const file of files) await send(file);
	};
	return (
		<section aria-label="Upload logs">
			<DropZone icon={UploadIcon} label="Log files" take={(files) => void sendAll(files)}>
				<p className="max-w-[90ch] text-sm">
					Drop logs here: transcripts of agents, audit logs of providers, archives of them (.zip,
					.tar, .gz, .zst)
				</p>
			</DropZone>
			<ul className="mt-3 grid gap-2" aria-live="polite">
				{jobs.map((job) => (
					<li key={job.id} className="rounded-lg border border-line px-3 py-2">
						<div className="flex flex-wrap items-center gap-x-3 gap-y-1">
							<span className="min-w-40 flex-1 font-mono text-xs [overflow-wrap:anywhere]">
								<InertText text={job.name} />
							</span>
							<Progress job={job} />
						</div>
						{job.state.type === 'done' && job.state.receipt.quarantined > 0 && (
							<Quarantine importId={job.state.receipt.import} />
						)}
					</li>
				))}
			</ul>
		</section>
	);
}

const counted = (count: number, noun: string): string =>
	`${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

function Progress({ job }: { job: Job }) {
	const { state } = job;
	switch (state.type) {
		case 'sending':
			return (
				<>
					<progress
						aria-label={`Sending ${job.name}`}
						value={state.sentBytes}
						max={Math.max(job.bytes, 1)}
						className="w-40 accent-[var(--accent)]"
					/>
					<Button onClick={job.cancel}>Cancel</Button>
				</>
			);
		case 'reading':
			return <span className="text-xs text-muted">reading and reconstructing …</span>;
		case 'done':
			return (
				<span className="text-xs text-muted">
					{counted(state.receipt.events, 'event')}, {state.receipt.duplicates} known already,{' '}
					{counted(state.receipt.secretsRedacted, 'secret')} redacted, {state.receipt.quarantined}{' '}
					quarantined.{' '}
					<Link
						href="/incidents"
						className="inline-block min-h-[24px] text-accent underline underline-offset-2"
					>
						To the incidents
					</Link>
				</span>
			);
		case 'failed':
			return (
				<span role="alert" className="text-xs text-destroy">
					{state.reason}
				</span>
			);
		case 'cancelled':
			return (
				<span className="text-xs text-muted">cancelled; what was stored until then stays</span>
			);
		default:
			return state satisfies never;
	}
}
