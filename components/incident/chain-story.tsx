'use client';
import clsx from 'clsx';
import type { Cause, ChainStep } from '@/core/incidents/document.ts';
import { InertText } from '../ui/inert-text.tsx';
import { basisWords, roleColors, roleNames } from './roles.ts';
import { useListMoment, useWorkspace } from './workspace-context.tsx';

/** The root-cause chain as numbered sentences. */
export function ChainStory() {
	const { view } = useWorkspace();
	return (
		<ol className="-mx-1.5">
			{view.document.chain.map((step) => (
				<Step key={step.step} step={step} />
			))}
		</ol>
	);
}

function Step({ step }: { step: ChainStep }) {
	const { model, state, replay, select } = useWorkspace();
	const moment = useListMoment();
	const item = model.byId.get(step.eventId);
	const color = roleColors[step.role];
	const selected = state.event === step.eventId;
	const faded = replay.faded.has(step.eventId);
	const stopped = replay.stops.get(step.eventId);
	return (
		<li>
			<button
				type="button"
				aria-current={selected ? 'step' : undefined}
				onClick={() => select(step.eventId)}
				className={clsx(
					'grid w-full grid-cols-[22px_74px_minmax(0,1fr)] items-start gap-2 rounded-md px-1.5 py-1.5 text-left transition-opacity duration-300 hover:bg-surface',
					selected && 'bg-raised shadow-[inset_2px_0_0_var(--accent)] hover:bg-raised',
				)}
			>
				<span
					className={clsx(
						'grid size-5 place-items-center rounded-full border-[1.5px] border-current font-mono text-2xs font-semibold',
						faded && 'opacity-50',
					)}
					style={{ color }}
				>
					{step.step}
				</span>
				<span className="pt-px text-right font-mono text-xs text-muted">
					{item === undefined || (item.untimed && model.originMicros !== null)
						? ''
						: moment(item.start)}
				</span>
				<span className="min-w-0">
					<span className={clsx('break-words', faded && 'text-muted line-through decoration-1')}>
						<span className="mr-1 text-2xs font-semibold" style={{ color }}>
							{roleNames[step.role]}
						</span>{' '}
						<InertText text={step.summary} />
					</span>
					<span className="mt-0.5 block text-xs text-muted">
						{stopped !== undefined ? (
							<span
								className={clsx(
									'font-semibold',
									stopped === 'prevents' ? 'text-create' : 'text-modify',
								)}
							>
								{stopped === 'prevents' ? 'stopped here' : 'limited here'}
							</span>
						) : faded ? (
							<span className="text-create">would not have happened</span>
						) : (
							<Causes causes={step.causes} />
						)}
					</span>
				</span>
			</button>
		</li>
	);
}

function Causes({ causes }: { causes: readonly Cause[] }) {
	return causes.map((cause, index) => (
		<span key={`${cause.step}${cause.basis}${cause.value ?? ''}`}>
			{index > 0 && ' · '}
			{cause.basis === 'value-provenance' && cause.valueKind != null
				? `${cause.valueKind.replaceAll('-', ' ')} from ${cause.step}`
				: `${basisWords[cause.basis]} ${cause.step}`}
			{cause.value != null && (
				<>
					{': '}
					<span className="font-mono text-2xs break-all">
						<InertText text={cause.value} />
					</span>
				</>
			)}
		</span>
	));
}
