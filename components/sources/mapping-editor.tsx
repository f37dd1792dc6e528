'use client';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import {
	type Mapping,
	type MappingMeaning,
	mappingMeanings,
} from '@/core/formats/mapped/mapping.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { FailedState, Skeleton } from '../ui/states.tsx';
import { sendJson } from './queries.ts';
import { SavedMappings, savedMappingsKey } from './saved-mappings.tsx';

interface Preview {
	readonly recognised: string | null;
	readonly records: number;
	readonly fields: readonly { readonly path: string; readonly example: string }[];
	readonly mapping: Mapping;
	readonly events: readonly PreviewEvent[];
	readonly unread: number;
}

interface PreviewEvent {
	readonly kind: string;
	readonly time: string | null;
	readonly actor: string | null;
	readonly operation: string | null;
	readonly outcome: string | null;
	readonly resources: readonly string[];
	readonly text: string;
}

interface SampleLog {
	readonly name: string;
	readonly text: string;
}

const sampleBytes = 128 * 1024;

/** The first whole lines of a file: enough to see its fields. */
async function sampleOf(file: File): Promise<SampleLog> {
	const text = await file.slice(0, sampleBytes).text();
	const cut = file.size > sampleBytes ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
	return { name: file.name.replace(/\.\w+$/, '').slice(0, 100) || 'My log', text: cut };
}

/** Teaches the console to read a log of one's own: which field means what, with what comes of it. */
export function MappingEditor({ mayChange }: { mayChange: boolean }) {
	const [sample, setSample] = useState<SampleLog | null>(null);
	const [mapping, setMapping] = useState<Mapping | null>(null);
	const input = useRef<HTMLInputElement>(null);
	return (
		<Panel title="A log of your own">
			<div className="grid gap-3 rounded-lg border border-line p-3">
				<div className="flex flex-wrap items-center gap-3">
					<p className="min-w-0 flex-1 text-xs text-muted">
						JSON lines or CSV that no reader knows: say which field is the time, the actor, the
						operation, and save it. Logs with the same keys are read so from then on.
					</p>
					<Button onClick={() => input.current?.click()}>Choose a sample</Button>
					<input
						ref={input}
						type="file"
						aria-label="Sample of a log"
						className="sr-only"
						onChange={async (event) => {
							const file = event.target.files?.[0];
							if (file === undefined) return;
							setMapping(null);
							setSample(await sampleOf(file));
						}}
					/>
				</div>
				{sample !== null && (
					<Editing
						sample={sample}
						mapping={mapping}
						change={setMapping}
						mayChange={mayChange}
						close={() => setSample(null)}
					/>
				)}
				<SavedMappings mayChange={mayChange} />
			</div>
		</Panel>
	);
}

function Editing({
	sample,
	mapping,
	change,
	mayChange,
	close,
}: {
	sample: SampleLog;
	mapping: Mapping | null;
	change: (mapping: Mapping) => void;
	mayChange: boolean;
	close: () => void;
}) {
	const cache = useQueryClient();
	const preview = useQuery({
		queryKey: ['mapping-preview', sample, mapping],
		queryFn: () =>
			sendJson<Preview>('POST', '/api/v1/mappings/preview', {
				sample: sample.text,
				name: sample.name,
				mapping,
			}),
		placeholderData: keepPreviousData,
		retry: false,
	});
	const save = useMutation({
		mutationFn: (wanted: Mapping) => sendJson('POST', '/api/v1/mappings', wanted),
		onSuccess: async () => {
			await cache.invalidateQueries({ queryKey: savedMappingsKey });
			close();
		},
	});
	if (preview.isPending) return <Skeleton lines={4} label="Reading the sample" />;
	if (preview.isError)
		return (
			<FailedState title="The sample could not be read" retry={() => preview.refetch()}>
				{preview.error.message}
			</FailedState>
		);
	const current = mapping ?? preview.data.mapping;
	return (
		<div className="grid gap-3">
			<div className="flex flex-wrap items-end gap-3">
				<label className="grid gap-1 text-xs font-semibold text-muted">
					Name
					<input
						value={current.name}
						maxLength={100}
						onChange={(event) => change({ ...current, name: event.target.value })}
						className="h-8 rounded-md border border-line2 bg-bg px-2 text-sm font-normal text-text"
					/>
				</label>
				<label className="grid gap-1 text-xs font-semibold text-muted">
					A record is
					<select
						value={current.event}
						onChange={(event) =>
							change({ ...current, event: event.target.value as Mapping['event'] })
						}
						className="h-8 rounded-md border border-line2 bg-bg px-2 text-sm font-normal text-text"
					>
						<option value="provider-record">an act that a provider recorded</option>
						<option value="tool-call">a tool call of an agent</option>
						<option value="prompt">a prompt</option>
						<option value="message">what an agent said</option>
						<option value="record">anything else</option>
					</select>
				</label>
				<p className="flex min-w-60 flex-1 flex-wrap items-center gap-1 text-2xs text-muted">
					{preview.data.records} records seen
					{preview.data.unread > 0 && `, ${preview.data.unread} lines that are none`}. Known by{' '}
					{current.keys.map((key) => (
						<Chip key={key} mono>
							<InertText text={key} />
						</Chip>
					))}
				</p>
			</div>
			{preview.data.recognised !== null && preview.data.recognised !== 'generic-ndjson' && (
				<p className="text-xs text-modify">
					The reader of {preview.data.recognised} knows this log; a mapping would stand before it.
				</p>
			)}
			<FieldChoice current={current} fields={preview.data.fields} change={change} />
			<EventPreview events={preview.data.events} />
			<div className="flex flex-wrap items-center gap-3">
				{mayChange && (
					<Button
						size="medium"
						face="solid"
						disabled={save.isPending || current.name.trim() === ''}
						onClick={() => save.mutate(current)}
					>
						Save the mapping
					</Button>
				)}
				<Button size="medium" onClick={close}>
					Discard
				</Button>
				{save.isError && (
					<p role="alert" className="text-xs text-destroy">
						{save.error.message}
					</p>
				)}
			</div>
		</div>
	);
}

const meaningWords: Readonly<Record<MappingMeaning, string>> = {
	time: 'Time',
	actor: 'Actor',
	operation: 'Operation',
	outcome: 'Outcome',
	resource: 'Resource',
	resourceKind: 'Kind of resource',
	message: 'Message',
	tool: 'Tool',
	input: 'Input',
	output: 'Output',
	run: 'Session',
	call: 'Id of the call',
	provider: 'Provider',
	environment: 'Environment',
	credential: 'Credential id',
	address: 'Address',
	request: 'Request id',
};

function FieldChoice({
	current,
	fields,
	change,
}: {
	current: Mapping;
	fields: Preview['fields'];
	change: (mapping: Mapping) => void;
}) {
	const choose = (meaning: MappingMeaning, path: string) => {
		const { [meaning]: _, ...others } = current.fields;
		change({ ...current, fields: path === '' ? others : { ...others, [meaning]: path } });
	};
	return (
		<fieldset className="grid grid-cols-2 gap-2 lg:grid-cols-4">
			<legend className="mb-1 text-xs font-semibold text-muted">Which field means what</legend>
			{mappingMeanings.map((meaning) => {
				const chosen = current.fields[meaning] ?? '';
				const isKnown = chosen === '' || fields.some(({ path }) => path === chosen);
				return (
					<label key={meaning} className="grid min-w-0 gap-0.5 text-2xs text-muted">
						{meaningWords[meaning]}
						<select
							aria-label={meaningWords[meaning]}
							value={chosen}
							onChange={(event) => choose(meaning, event.target.value)}
							className="h-8 min-w-0 rounded-md border border-line2 bg-bg px-2 text-xs text-text"
						>
							<option value="">–</option>
							{!isKnown && <option value={chosen}>{chosen}</option>}
							{fields.map(({ path, example }) => (
								<option key={path} value={path}>
									{example === '' ? path : `${path} (${example.slice(0, 40)})`}
								</option>
							))}
						</select>
					</label>
				);
			})}
		</fieldset>
	);
}

function EventPreview({ events }: { events: readonly PreviewEvent[] }) {
	return (
		<section
			aria-label="What comes of it"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on narrow screens
			tabIndex={0}
			className="overflow-x-auto rounded-lg border border-line"
		>
			<table className="w-full text-xs">
				<thead className="text-left text-muted">
					<tr>
						{['Event', 'Time', 'Actor', 'Operation', 'Outcome', 'Resource', 'Reads as'].map(
							(title) => (
								<th
									key={title}
									scope="col"
									className="border-b border-line px-2 py-1 font-semibold"
								>
									{title}
								</th>
							),
						)}
					</tr>
				</thead>
				<tbody>
					{events.map((event, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: the rows of one answer, in its order
						<tr key={index} className="border-b border-line last:border-0">
							<td className="px-2 py-1 whitespace-nowrap">{event.kind}</td>
							{[
								event.time,
								event.actor,
								event.operation,
								event.outcome,
								event.resources.join(', '),
								event.text,
							].map((value, column) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: columns never move
								<td key={column} className="max-w-64 truncate px-2 py-1">
									{value === null || value === '' ? (
										<span className="text-muted">–</span>
									) : (
										<InertText text={value} />
									)}
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
