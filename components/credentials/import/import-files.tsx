'use client';
import { FileUp } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import type { ColumnChoice } from '@/core/credentials/imports/generic-csv.ts';
import type { CredentialImportView } from '@/core/credentials/views.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { FailedState } from '../../ui/states.tsx';
import { ColumnChoices } from './column-choice.tsx';
import { ImportPreview } from './import-preview.tsx';
import { sendImport } from './send-import.ts';

type State =
	| { readonly type: 'looking' }
	| { readonly type: 'seen'; readonly view: CredentialImportView }
	| { readonly type: 'applying'; readonly view: CredentialImportView }
	| { readonly type: 'applied'; readonly view: CredentialImportView }
	| { readonly type: 'failed'; readonly reason: string };

interface Job {
	readonly id: number;
	readonly file: File;
	readonly state: State;
	readonly columns: ColumnChoice | null;
	/** Columns were chosen anew, and what would come of that is not seen yet. */
	readonly isStale: boolean;
	readonly stop: AbortController;
}

const filesMax = 50;

const changesOf = (view: CredentialImportView): number =>
	view.added + view.changed + view.sightingsAdded;

/** Exports of scanners and providers: each is looked at first, and changes nothing until it is applied. */
export function ImportFiles() {
	const [jobs, setJobs] = useState<readonly Job[]>([]);
	const [leftOut, setLeftOut] = useState<readonly string[]>([]);
	const count = useRef(0);
	const change = (id: number, part: Partial<Job>) =>
		setJobs((all) => all.map((job) => (job.id === id ? { ...job, ...part } : job)));

	const send = async (job: Job, preview: boolean) => {
		try {
			const view = await sendImport(job.file, preview, job.columns, job.stop.signal);
			if (job.stop.signal.aborted) return;
			change(job.id, { state: { type: preview ? 'seen' : 'applied', view }, isStale: false });
		} catch (error) {
			if (job.stop.signal.aborted) return;
			const reason = error instanceof Error ? error.message : 'it could not be sent';
			change(job.id, { state: { type: 'failed', reason } });
		}
	};
	const look = async (files: readonly File[]) => {
		const added = files.slice(0, filesMax).map(
			(file): Job => ({
				id: count.current++,
				file,
				state: { type: 'looking' },
				columns: null,
				isStale: false,
				stop: new AbortController(),
			}),
		);
		setLeftOut(files.slice(filesMax).map(({ name }) => name));
		setJobs((all) => [...added, ...all]);
		for (const job of added) await send(job, true);
	};
	const choose = (job: Job, columns: ColumnChoice) => {
		const next: Job = { ...job, columns, isStale: true, stop: new AbortController() };
		job.stop.abort();
		change(job.id, next);
		void send(next, true);
	};
	const apply = (job: Job, view: CredentialImportView) => {
		change(job.id, { state: { type: 'applying', view } });
		void send(job, false);
	};
	const ready = jobs.flatMap((job) =>
		job.state.type === 'seen' && !job.isStale && changesOf(job.state.view) > 0
			? [{ job, view: job.state.view }]
			: [],
	);
	const applyAll = async () => {
		// One after another: what the first adds, the next finds.
		for (const { job, view } of ready.toReversed()) {
			change(job.id, { state: { type: 'applying', view } });
			await send(job, false);
		}
	};
	const leave = (job: Job) => {
		job.stop.abort();
		setJobs((all) => all.filter((each) => each.id !== job.id));
	};
	return (
		<section
			aria-label="Import credentials"
			className="grid min-h-0 grid-cols-[minmax(0,1fr)] content-start gap-3 overflow-auto pb-8"
		>
			<p className="text-xs text-muted">
				<Link
					href="/credentials"
					className="inline-block min-h-[24px] underline underline-offset-2"
				>
					To the inventory
				</Link>
			</p>
			<DropZone icon={FileUp} label="Exports of credentials" take={(files) => void look(files)}>
				<p className="max-w-[70ch] text-sm">
					Drop exports here: of gitleaks, TruffleHog, AWS, GitHub, GitLab, Vault, Google Cloud,
					Azure, Cloudflare, Railway, npm, or a table of your own as CSV
				</p>
				<p className="max-w-[70ch] text-xs text-muted">
					What a file is is told by its content. Secrets in it become fingerprints as it is read.
					You see what would change before anything does.
				</p>
			</DropZone>
			{leftOut.length > 0 && (
				<p role="status" className="text-xs text-modify [overflow-wrap:anywhere]">
					{filesMax} files are taken at once. Left out: <InertText text={leftOut.join(', ')} />
				</p>
			)}
			{ready.length > 1 && (
				<p className="flex items-center justify-end gap-2 text-xs text-muted">
					{ready.length} files would change something
					<Button face="solid" onClick={() => void applyAll()}>
						Apply all
					</Button>
				</p>
			)}
			<ul className="grid gap-3">
				{jobs.map((job) => (
					<li key={job.id} className="rounded-lg border border-line px-3.5 py-2.5">
						<JobCard job={job} apply={apply} leave={leave} choose={choose} />
					</li>
				))}
			</ul>
		</section>
	);
}

function JobCard({
	job,
	apply,
	leave,
	choose,
}: {
	job: Job;
	apply: (job: Job, view: CredentialImportView) => void;
	leave: (job: Job) => void;
	choose: (job: Job, columns: ColumnChoice) => void;
}) {
	const { state } = job;
	const view = 'view' in state ? state.view : null;
	const file = view?.files[0] ?? null;
	const changes = view === null ? 0 : changesOf(view);
	return (
		<article aria-label={job.file.name} className="grid gap-3">
			<header className="flex flex-wrap items-center gap-2">
				<h2 className="min-w-0 font-mono text-xs font-semibold [overflow-wrap:anywhere]">
					<InertText text={job.file.name} />
				</h2>
				{file !== null && (
					<Chip tone={file.source === null ? 'warning' : 'plain'}>
						{file.source ?? 'no known export'}
					</Chip>
				)}
				<span role="status" className="text-xs text-muted empty:hidden">
					{state.type === 'looking' && 'Looking what it would change'}
					{state.type === 'applying' && 'Applying'}
					{state.type === 'applied' && 'Applied'}
					{job.isStale && state.type === 'seen' && 'Looking what it would change'}
					{state.type === 'seen' && !job.isStale && changes === 0 && 'It would change nothing'}
				</span>
				<span className="ml-auto flex gap-1.5">
					{state.type === 'applied' ? (
						<Link href="/credentials" className={buttonClass()}>
							See the inventory
						</Link>
					) : (
						<Button disabled={state.type === 'applying'} onClick={() => leave(job)}>
							Leave it
						</Button>
					)}
					{view !== null && state.type !== 'applied' && (
						<Button
							face="solid"
							disabled={state.type !== 'seen' || job.isStale || changes === 0}
							onClick={() => apply(job, view)}
						>
							Apply
						</Button>
					)}
				</span>
			</header>
			{state.type === 'failed' && (
				<FailedState title="It changes nothing">
					<span className="[overflow-wrap:anywhere]">{state.reason}</span>
				</FailedState>
			)}
			{file?.table != null && state.type !== 'applied' && (
				<ColumnChoices
					table={file.table}
					chosen={job.columns ?? file.table.chosen}
					disabled={state.type !== 'seen'}
					change={(columns) => choose(job, columns)}
				/>
			)}
			{view !== null && <ImportPreview view={view} />}
		</article>
	);
}
