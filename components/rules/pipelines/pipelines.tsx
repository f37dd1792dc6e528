'use client';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Workflow } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import type { PipelineView } from '@/core/detection/rule-views.ts';
import { parseTime } from '@/core/event/time.ts';
import { request } from '../../api-request.ts';
import { Button } from '../../ui/button.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { CheckedText, useCheckedText } from '../editor/checked-text.tsx';
import { rulesKey, sendRules } from '../queries.ts';
import { RulesSubpage } from '../rules-subpage.tsx';

const pipelinesQuery = (first: readonly PipelineView[]) =>
	queryOptions({
		queryKey: [...rulesKey, 'pipelines'],
		queryFn: async ({ signal }) =>
			(
				await request<{ pipelines: readonly PipelineView[] }>('/api/v1/rules/pipelines', {
					signal,
				})
			).pipelines,
		initialData: first,
	});

const template = `name: what we call things
vars:
  Administrators:
    - alice
transformations:
  - type: field_name_mapping
    mapping:
      user_name: userIdentity.userName
    rule_conditions:
      - type: logsource
        product: aws
`;

/** The processing pipelines of the workspace; the one that is edited stands in the address. */
export function Pipelines({
	first,
	mayChange,
}: {
	first: readonly PipelineView[];
	mayChange: boolean;
}) {
	const { data: pipelines, isError, error, refetch } = useQuery(pipelinesQuery(first));
	const chosen = useSearchParams().get('name');
	const edited = pipelines.find(({ name }) => name === chosen) ?? null;
	const show = (name: string | null) =>
		window.history.replaceState(
			null,
			'',
			name === null ? '/rules/pipelines' : `/rules/pipelines?${new URLSearchParams({ name })}`,
		);
	const isNew = chosen === '' && mayChange;
	return (
		<RulesSubpage
			title="Pipelines"
			about="Every rule is loaded through them: values of placeholders, names of fields, log sources."
			failed={isError ? error.message : null}
			retry={() => refetch()}
		>
			{pipelines.length === 0 && !isNew ? (
				<EmptyState icon={Workflow} title="There is no pipeline">
					<p className="mb-2">
						Rules run as they are written. A pipeline is wanted where they name fields otherwise
						than the logs do, or have placeholders.
					</p>
					{mayChange && <Button onClick={() => show('')}>Write one</Button>}
				</EmptyState>
			) : (
				<div className="flex flex-wrap items-center gap-2 text-xs">
					<ul aria-label="Pipelines" className="flex flex-wrap gap-2">
						{pipelines.map(({ name, savedAt, savedBy }) => (
							<li key={name}>
								<Button aria-pressed={name === chosen} onClick={() => show(name)}>
									<span className="font-mono">{name}</span>
									<span className="text-2xs text-muted">
										<Time micros={parseTime(savedAt)} /> <InertText text={savedBy} />
									</span>
								</Button>
							</li>
						))}
					</ul>
					{mayChange && !isNew && <Button onClick={() => show('')}>New pipeline</Button>}
				</div>
			)}
			{(edited !== null || isNew) && (
				<PipelineEditor
					key={edited?.savedAt ?? 'new'}
					pipeline={edited}
					mayChange={mayChange}
					show={show}
				/>
			)}
		</RulesSubpage>
	);
}

function PipelineEditor({
	pipeline,
	mayChange,
	show,
}: {
	/** Null: a new one. */
	pipeline: PipelineView | null;
	mayChange: boolean;
	show: (name: string | null) => void;
}) {
	const cache = useQueryClient();
	const [name, setName] = useState(pipeline?.name ?? '');
	const checked = useCheckedText(pipeline?.text ?? template, '/api/v1/rules/pipelines/check', {});
	const refresh = () => cache.invalidateQueries({ queryKey: rulesKey });
	const save = useMutation({
		mutationFn: () =>
			sendRules<PipelineView>('POST', '/api/v1/rules/pipelines', {
				name,
				text: checked.text,
				basis: pipeline?.savedAt ?? null,
			}),
		onSuccess: async (saved) => {
			await refresh();
			show(saved.name);
		},
	});
	const remove = useMutation({
		mutationFn: () => sendRules<null>('DELETE', `/api/v1/rules/pipelines/${name}`),
		onSuccess: async () => {
			show(null);
			await refresh();
		},
	});
	const failure = save.error ?? remove.error;
	return (
		<form
			aria-label="Edit the pipeline"
			className="grid gap-2.5"
			onSubmit={(event) => {
				event.preventDefault();
				if (checked.isSound && mayChange) save.mutate();
			}}
		>
			{pipeline === null && (
				<label className="grid w-60 gap-1 text-xs text-muted">
					Name
					<input
						value={name}
						maxLength={60}
						pattern="[\w.\-]+"
						required
						onChange={({ target }) => setName(target.value)}
						className="h-8 rounded-md border border-line2 bg-bg px-2 text-sm text-text"
					/>
				</label>
			)}
			<CheckedText
				label="Text of the pipeline, YAML"
				checked={checked}
				sound="It can be applied."
			/>
			{mayChange && (
				<div className="flex flex-wrap items-center gap-2">
					<Button type="submit" face="solid" disabled={!checked.isSound || save.isPending}>
						{save.isPending ? 'Saving' : 'Save'}
					</Button>
					<Button onClick={() => show(null)}>Close</Button>
					{pipeline !== null && (
						<Button disabled={remove.isPending} onClick={() => remove.mutate()}>
							Delete {pipeline.name}
						</Button>
					)}
				</div>
			)}
			{failure !== null && (
				<p role="alert" className="text-xs text-destroy [overflow-wrap:anywhere]">
					{failure.message}
				</p>
			)}
		</form>
	);
}
