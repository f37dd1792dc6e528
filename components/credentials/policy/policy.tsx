'use client';
import { useMutation } from '@tanstack/react-query';
import { Download, Pencil, RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import type { PolicyView } from '@/core/credentials/views.ts';
import { request } from '../../api-request.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { Panel } from '../../ui/panel.tsx';
import { limitWords, selectorWords } from './policy-words.ts';

/** What findings are measured by, and how to change it. */
export function Policy({
	view,
	mayChange,
	today,
}: {
	view: PolicyView;
	mayChange: boolean;
	/** `2026-06-01`, UTC. */
	today: string;
}) {
	const [edited, setEdited] = useState<string | null>(null);
	const router = useRouter();
	const change = useMutation({
		mutationFn: (text: string | null) =>
			request<PolicyView>('/api/v1/credentials/policy', {
				method: text === null ? 'DELETE' : 'PATCH',
				headers: { 'content-type': 'application/json', accept: 'application/json' },
				...(text === null ? {} : { body: JSON.stringify({ text }) }),
			}),
		onSuccess: () => {
			setEdited(null);
			router.refresh();
		},
	});
	const { policy } = view;
	return (
		<div className="grid min-h-0 grid-cols-[minmax(0,1fr)] content-start gap-4 overflow-auto pb-8">
			<div className="flex flex-wrap items-center gap-2">
				<Chip>{view.origin === 'workspace' ? 'this workspace’s own' : 'the installation’s'}</Chip>
				<p className="text-xs text-muted">
					Findings are measured by this policy; a change has every credential looked at again.
				</p>
				<span className="flex-1" />
				<a
					href={`data:application/yaml;charset=utf-8,${encodeURIComponent(view.text)}`}
					download="credential-policy.yaml"
					className="inline-flex h-[24px] items-center gap-1.5 rounded-md border border-line2 px-2 text-xs hover:bg-raised"
				>
					<Download aria-hidden size={12} /> Export as a file
				</a>
				{mayChange && edited === null && (
					<Button onClick={() => setEdited(view.text)}>
						<Pencil aria-hidden size={12} /> Edit
					</Button>
				)}
				{mayChange && view.origin === 'workspace' && (
					<Button disabled={change.isPending} onClick={() => change.mutate(null)}>
						<RotateCcw aria-hidden size={12} /> Go back to the installation’s
					</Button>
				)}
			</div>
			{view.problem !== null && (
				<p role="alert" className="text-xs text-destroy">
					The installation’s file cannot be used, so what held before holds on: {view.problem}
				</p>
			)}
			{edited !== null && (
				<form
					className="grid gap-2"
					onSubmit={(event) => {
						event.preventDefault();
						change.mutate(edited);
					}}
				>
					<label className="grid gap-1 text-xs text-muted">
						The policy, as YAML or JSON
						<textarea
							value={edited}
							onChange={({ target }) => setEdited(target.value)}
							rows={22}
							spellCheck={false}
							className="w-full rounded-md border border-line2 bg-bg p-3 font-mono text-xs text-text"
						/>
					</label>
					<div className="flex flex-wrap items-center gap-2">
						<Button type="submit" face="solid" disabled={change.isPending}>
							{change.isPending ? 'Saving' : 'Save for this workspace'}
						</Button>
						<Button
							onClick={() => {
								change.reset();
								setEdited(null);
							}}
						>
							Leave it as it was
						</Button>
					</div>
				</form>
			)}
			{change.isError && (
				<p role="alert" className="text-xs text-destroy [overflow-wrap:anywhere]">
					{change.error.message}
				</p>
			)}
			<Part title="Limits">
				<dl className="grid grid-cols-[repeat(auto-fill,minmax(240px,1fr))] gap-x-6 gap-y-2 text-xs">
					{limitWords(policy.limits).map(([name, words]) => (
						<div key={name}>
							<dt className="text-muted">{name}</dt>
							<dd className="font-semibold [overflow-wrap:anywhere]">{words}</dd>
						</div>
					))}
				</dl>
			</Part>
			<Part title="Other limits for some" count={policy.rules.length}>
				<List empty="The limits above hold for every credential.">
					{policy.rules.map((rule) => (
						<li key={rule.name} className="border-t border-line py-1.5 first:border-0">
							<span className="font-semibold">
								<InertText text={rule.name} />
							</span>{' '}
							<span className="text-muted">
								<InertText text={selectorWords(rule.when)} />
							</span>
							<span className="block">
								{limitWords(rule.limits)
									.map(([name, words]) => `${name}: ${words}`)
									.join(' · ')}
							</span>
						</li>
					))}
				</List>
			</Part>
			<Part title="Exceptions" count={policy.exceptions.length}>
				<List empty="No finding is accepted.">
					{policy.exceptions.map((exception) => {
						const isEnded = exception.until < today;
						return (
							<li
								key={JSON.stringify(exception)}
								className="border-t border-line py-1.5 first:border-0"
							>
								<span className="flex flex-wrap items-center gap-1.5">
									<Chip tone={isEnded ? 'plain' : 'good'}>
										{isEnded ? `ended ${exception.until}` : `until ${exception.until}`}
									</Chip>
									<span className="font-semibold">{exception.findings.join(', ')}</span>
									<span className="text-muted">
										<InertText text={selectorWords(exception.when)} />
									</span>
								</span>
								<span className="block [overflow-wrap:anywhere]">
									<InertText text={exception.reason} />{' '}
									<span className="text-muted">
										answers for it: <InertText text={exception.owner} />
									</span>
								</span>
							</li>
						);
					})}
				</List>
			</Part>
			<Part title="Owners who left" count={policy.formerOwners.length}>
				<List empty="Nobody is named.">
					{policy.formerOwners.map((owner) => (
						<li key={owner}>
							<InertText text={owner} />
						</li>
					))}
				</List>
			</Part>
		</div>
	);
}

function Part({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
	return (
		<div className="min-w-0 rounded-lg border border-line px-3.5 py-2.5">
			<Panel title={title} note={count === undefined ? undefined : <Chip>{count}</Chip>}>
				{children}
			</Panel>
		</div>
	);
}

function List({ empty, children }: { empty: string; children: readonly ReactNode[] }) {
	return children.length === 0 ? (
		<p className="text-xs text-muted">{empty}</p>
	) : (
		<ul className="text-xs">{children}</ul>
	);
}
