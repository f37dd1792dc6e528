'use client';
import clsx from 'clsx';
import { CircleDashed, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import {
	type Effect,
	environments,
	type IncidentDocument,
	type Resource,
} from '@/core/incidents/document.ts';
import { ActionIcon, actionOfEffect } from '../ui/action-class.tsx';
import { Button } from '../ui/button.tsx';
import { EnvironmentTag } from '../ui/environment-tag.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { EmptyState } from '../ui/states.tsx';
import { formatDuration } from '../ui/time-format.ts';
import { resourceTrees, type TreeNode } from './resource-tree.ts';
import { resourceKey } from './strip/model.ts';
import { useListMoment, useWorkspace } from './workspace-context.tsx';

/** What changed, by environment and by what contains what; then what could also have been reached. */
export function BlastRadius() {
	const { view } = useWorkspace();
	const groups = resourceTrees(view.document);
	return (
		<div className="grid gap-3">
			<AskedAndTouched document={view.document} />
			{groups.length === 0 && (
				<EmptyState title="Nothing changed">
					No event in these logs destroyed, modified, exposed, granted or created anything.
				</EmptyState>
			)}
			{groups.map((group) => (
				<div key={group.environment}>
					<div className="mb-1 flex flex-wrap items-center gap-2">
						<EnvironmentTag environment={group.environment} />
						{group.containers.map(({ id, name }) => (
							<span
								key={id}
								title={id}
								className={clsx(
									'min-w-0 truncate text-2xs text-muted',
									name === null && 'font-mono',
								)}
							>
								<InertText text={name ?? shortId(id)} />
							</span>
						))}
					</div>
					<ul>
						{group.roots.map((node) => (
							<Node key={node.key} node={node} depth={0} />
						))}
					</ul>
				</div>
			))}
			<Survivors copies={view.document.survivingCopies ?? []} />
			<AtRisk resources={view.document.atRisk} />
		</div>
	);
}

/** What the task named beside what was touched: where the two part is what makes it an incident. */
function AskedAndTouched({ document }: { document: IncidentDocument }) {
	const { task, effects } = document;
	if (task === null) return null;
	const touched = [...new Set(effects.map((effect) => effect.resource.environment))];
	const asked = environments.filter((environment) => task.environments.includes(environment));
	return (
		<dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1 text-xs">
			<dt className="text-muted">task named</dt>
			<dd className="flex min-w-0 flex-wrap items-center gap-1">
				{asked.map((environment) => (
					<EnvironmentTag key={environment} environment={environment} />
				))}
				{task.resources.slice(0, 3).map((name) => (
					<span key={name} className="max-w-full truncate font-mono text-2xs">
						<InertText text={name} />
					</span>
				))}
				{task.resources.length > 3 && (
					<span className="text-2xs text-muted">and {task.resources.length - 3} more</span>
				)}
				{asked.length + task.resources.length === 0 && (
					<span className="text-muted">no environment and no resource</span>
				)}
			</dd>
			<dt className="text-muted">touched</dt>
			<dd className="flex flex-wrap items-center gap-1">
				{touched.length === 0 && <span className="text-muted">nothing</span>}
				{touched.map((environment) => (
					<EnvironmentTag key={environment} environment={environment} />
				))}
			</dd>
		</dl>
	);
}

function Node({ node, depth }: { node: TreeNode; depth: number }) {
	return (
		<li>
			{node.effects.map(({ index, effect }) => (
				<EffectRow key={index} index={index} effect={effect} depth={depth} />
			))}
			{node.children.length > 0 && (
				<ul className="relative ml-2 border-l border-line2 pl-3.5">
					{node.children.map((child) => (
						<Node key={child.key} node={child} depth={depth + 1} />
					))}
				</ul>
			)}
		</li>
	);
}

function EffectRow({ index, effect, depth }: { index: number; effect: Effect; depth: number }) {
	const { state, replay, select, model } = useWorkspace();
	const moment = useListMoment();
	const { resource } = effect;
	const prevented = replay.prevented.has(index);
	const time = model.resources
		.flatMap((bar) => bar.effects)
		.find((entry) => entry.index === index)?.time;
	return (
		<button
			type="button"
			data-testid="effect"
			data-prevented={prevented}
			aria-pressed={state.event === effect.eventId}
			onClick={() => select(effect.eventId)}
			className={clsx(
				'relative -mx-1.5 flex w-[calc(100%+0.75rem)] items-center gap-x-2 rounded-md px-1.5 py-1 text-left hover:bg-surface aria-pressed:bg-raised',
				depth > 0 &&
					'before:absolute before:-left-2 before:top-1/2 before:w-2.5 before:border-t before:border-line2',
			)}
		>
			<span className={clsx('transition-opacity duration-300', prevented && 'opacity-30')}>
				<ActionIcon action={actionOfEffect[effect.class]} />
			</span>
			<span
				className={clsx(
					'min-w-0 flex-1 truncate',
					prevented && 'text-muted line-through decoration-1',
				)}
			>
				<span className="sr-only">{effect.class} </span>
				{resource.kind}{' '}
				<b className="font-semibold">
					<InertText text={resource.name ?? resource.id} />
				</b>{' '}
				{resource.name != null && (
					<span className="font-mono text-2xs text-muted">
						<InertText text={shortId(resource.id)} />
					</span>
				)}
			</span>
			<span className="flex-none text-right text-xs text-muted">
				{prevented ? (
					<span className="font-semibold text-create">kept</span>
				) : (
					[
						time === undefined ? null : moment(time),
						depth > 0 && effect.viaContainment
							? null
							: effect.viaContainment
								? 'fell with it'
								: confirmedWords[effect.confirmedBy],
					]
						.filter((text) => text !== null)
						.join(' · ')
				)}
			</span>
			{!prevented && effect.recoverable !== 'unknown' && (
				<span
					title={effect.recoveryNote ?? undefined}
					className={clsx(
						'text-2xs font-semibold',
						effect.recoverable === 'yes' ? 'text-modify' : 'text-destroy',
					)}
				>
					{effect.recoverable === 'yes' ? 'restorable' : 'lost'}
				</span>
			)}
		</button>
	);
}

const shortId = (id: string): string => (id.length > 12 ? `${id.slice(0, 8)}…` : id);

const confirmedWords: Readonly<Record<Effect['confirmedBy'], string>> = {
	agent: 'agent’s log only',
	provider: 'provider’s log only',
	both: 'both logs',
};

/** Copies of what was destroyed that the credential could not reach, newest first. */
function Survivors({ copies }: { copies: NonNullable<IncidentDocument['survivingCopies']> }) {
	if (copies.length === 0) return null;
	return (
		<div>
			<p className="mb-1 text-xs text-muted">Copies that survived</p>
			<ul>
				{copies.map(({ resource, ageMs }) => (
					<li key={resourceKey(resource)} className="flex items-center gap-2 py-0.5">
						<ShieldCheck aria-hidden size={15} className="flex-none text-create" />
						<span className="min-w-0 flex-1 truncate">
							{resource.kind}{' '}
							<b className="font-semibold">
								<InertText text={resource.name ?? resource.id} />
							</b>{' '}
							<span className="text-xs text-muted">at {resource.provider}</span>
						</span>
						<span className="text-xs text-muted">
							{ageMs === null ? 'age unknown' : `${formatDuration(ageMs)} old at the impact`}
						</span>
					</li>
				))}
			</ul>
		</div>
	);
}

const firstShown = 6;

function AtRisk({ resources }: { resources: readonly Resource[] }) {
	const [all, setAll] = useState(false);
	if (resources.length === 0) return null;
	const shown = all ? resources : resources.slice(0, firstShown);
	return (
		<div>
			<p className="mb-1 text-xs text-muted">
				At risk: the same credential could also have reached
			</p>
			<ul>
				{shown.map((resource) => (
					<li key={resourceKey(resource)} className="flex items-center gap-2 py-0.5">
						<CircleDashed aria-hidden size={15} className="flex-none text-muted" />
						<span className="min-w-0 flex-1 truncate">
							{resource.kind}{' '}
							<b className="font-semibold">
								<InertText text={resource.name ?? resource.id} />
							</b>
						</span>
						<EnvironmentTag environment={resource.environment} />
					</li>
				))}
			</ul>
			{resources.length > firstShown && (
				<Button face="quiet" onClick={() => setAll(!all)} aria-expanded={all}>
					{all ? 'Show fewer' : `Show all ${resources.length}`}
				</Button>
			)}
		</div>
	);
}
