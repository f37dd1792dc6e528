'use client';
import clsx from 'clsx';
import { type ReactNode, useEffect } from 'react';
import type { IncidentView } from '@/core/incidents/workspace-view.ts';
import { Chip } from '../ui/chip.tsx';
import { Panel } from '../ui/panel.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { EmptyState } from '../ui/states.tsx';
import { BlastRadius } from './blast-radius.tsx';
import { ChainGraph } from './chain-graph.tsx';
import { ChainStory } from './chain-story.tsx';
import { ControlsPanel } from './controls-panel.tsx';
import { EventList } from './event-list.tsx';
import { EvidencePanel } from './evidence-panel.tsx';
import { Gaps } from './gaps.tsx';
import { GroupNotice } from './group-menu.tsx';
import { IncidentHeader } from './header.tsx';
import { effectCounts } from './resource-tree.ts';
import { Strip } from './strip/strip.tsx';
import { type Part, readViewState, type SearchParams } from './view-state.ts';
import { useWorkspace, WorkspaceProvider } from './workspace-context.tsx';

/**
 * One incident: the strip, the chain, the blast radius, the controls and the evidence, all showing
 * the same selection. `params` is the page's query: the view that a colleague was sent.
 */
export function IncidentWorkspace({
	view,
	params,
	me,
	crumb,
}: {
	view: IncidentView;
	params: SearchParams;
	me: string;
	crumb: ReactNode;
}) {
	const initial = readViewState(params);
	const impact = view.document.chain.find((step) => step.role === 'impact')?.eventId ?? null;
	return (
		<WorkspaceProvider view={view} initial={{ ...initial, event: initial.event ?? impact }}>
			<ThemeOfAddress />
			<div className="flex min-h-full flex-col lg:h-full lg:min-h-[860px]">
				<IncidentHeader me={me} crumb={crumb} />
				<GroupNotice />
				<div className="border-b border-line px-5 pt-2 pb-1.5 max-sm:px-3">
					<StripPanel />
				</div>
				<Columns />
			</div>
		</WorkspaceProvider>
	);
}

function StripPanel() {
	const { model } = useWorkspace();
	if (model.items.length === 0) {
		return (
			<EmptyState title="No events to draw">
				The events of this incident are no longer in the event store. Ingest its logs again to see
				them.
			</EmptyState>
		);
	}
	return <Strip />;
}

function Columns() {
	const { view, state, update } = useWorkspace();
	const { document } = view;
	return (
		<>
			<div className="border-b border-line px-3 py-2 lg:hidden">
				<Segmented<Part>
					label="Part of the workspace"
					value={state.part}
					onChange={(part) => update({ part })}
					options={[
						{ value: 'chain', label: 'Chain' },
						{ value: 'effects', label: 'Blast radius' },
						{ value: 'controls', label: 'Controls' },
						{ value: 'evidence', label: 'Evidence' },
					]}
				/>
			</div>
			<div className="grid min-h-0 flex-1 max-lg:pb-16 lg:grid-cols-[minmax(340px,1.05fr)_minmax(320px,0.9fr)_minmax(340px,1fr)]">
				<Column shown={state.part === 'chain'}>
					<Panel
						title="Root-cause chain"
						note={
							<Chip>
								{document.chain.length === 1 ? '1 step' : `${document.chain.length} steps`}
							</Chip>
						}
						actions={
							<Segmented
								label="Chain as"
								value={state.chain}
								onChange={(chain) => update({ chain })}
								options={[
									{ value: 'story', label: 'story' },
									{ value: 'graph', label: 'graph' },
								]}
							/>
						}
					>
						{state.chain === 'story' ? <ChainStory /> : <ChainGraph />}
						<Gaps />
					</Panel>
				</Column>
				<Column shown={state.part === 'effects' || state.part === 'controls'}>
					<div className={clsx(state.part === 'controls' && 'max-lg:hidden')}>
						<Panel title="Blast radius" actions={<Counts />}>
							<BlastRadius />
						</Panel>
					</div>
					<div className={clsx('lg:mt-4', state.part === 'effects' && 'max-lg:hidden')}>
						<Panel title="What would have stopped it" actions={<AllOff />}>
							<ControlsPanel />
						</Panel>
					</div>
				</Column>
				<Column shown={state.part === 'evidence'}>
					<Panel
						title="Evidence"
						actions={
							<Segmented
								label="Evidence as"
								value={state.evidence}
								onChange={(evidence) => update({ evidence })}
								options={[
									{ value: 'record', label: 'record' },
									{ value: 'events', label: 'all events' },
								]}
							/>
						}
					>
						{state.evidence === 'record' ? <EvidencePanel /> : <EventList />}
						{state.evidence === 'record' && <Detections />}
					</Panel>
				</Column>
			</div>
		</>
	);
}

/** A column scrolls by itself where the three stand side by side; on a narrow screen one is shown. */
function Column({ shown, children }: { shown: boolean; children: ReactNode }) {
	return (
		<div
			className={clsx(
				'min-h-0 min-w-0 border-line px-4 py-3 lg:overflow-y-auto lg:border-r lg:last:border-r-0',
				!shown && 'max-lg:hidden',
			)}
		>
			{children}
		</div>
	);
}

function Counts() {
	const { view } = useWorkspace();
	const { effects, atRisk } = view.document;
	const words = [effectCounts(effects), atRisk.length === 0 ? '' : `${atRisk.length} at risk`];
	return (
		<span className="text-xs text-muted">{words.filter((text) => text !== '').join(' · ')}</span>
	);
}

function AllOff() {
	const { state, update } = useWorkspace();
	if (state.controls.length === 0) return null;
	return (
		<button
			type="button"
			className="text-xs text-muted underline decoration-dotted underline-offset-2 hover:text-text"
			onClick={() => update({ controls: [] })}
		>
			switch all off
		</button>
	);
}

/** Rules that hit the selected event. */
function Detections() {
	const { view, state } = useWorkspace();
	const hits = view.document.detections.filter((hit) => hit.eventIds.includes(state.event ?? ''));
	if (hits.length === 0) return null;
	return (
		<p className="mt-3 text-xs text-muted">
			Rules: <span className="text-text">{hits.map((hit) => hit.title).join(' · ')}</span>
		</p>
	);
}

/** A link may carry the theme that it was seen in. */
function ThemeOfAddress() {
	const { state } = useWorkspace();
	useEffect(() => {
		if (state.theme !== null) document.documentElement.dataset.theme = state.theme;
	}, [state.theme]);
	return null;
}
