'use client';
import clsx from 'clsx';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { ControlReplay, Verdict as VerdictName } from '@/core/incidents/document.ts';
import { type Tone, Verdict } from '../ui/chip.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { Switch } from '../ui/switch.tsx';
import { controlNames, verdictWords } from './replay.ts';
import { useWorkspace } from './workspace-context.tsx';

const order: readonly VerdictName[] = ['prevents', 'limits', 'no-effect', 'not-applicable'];
const tones: Readonly<Record<VerdictName, Tone>> = {
	prevents: 'good',
	limits: 'warning',
	'no-effect': 'plain',
	'not-applicable': 'plain',
};

/** The eight controls as switches; what is on is replayed at once on every part of the page. */
export function ControlsPanel() {
	const { view } = useWorkspace();
	const controls = [...view.document.controls].sort(
		(a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict),
	);
	return (
		<>
			<Outcome />
			<ul>
				{controls.map((control) => (
					<ControlRow key={control.id} control={control} />
				))}
			</ul>
		</>
	);
}

/** What is left with everything that is on. */
function Outcome() {
	const { view, replay, state } = useWorkspace();
	const { effects } = view.document;
	if (state.controls.length === 0 || effects.length === 0) return null;
	const left = effects.length - replay.prevented.size;
	const names = state.controls.map((id) => controlNames[id].toLowerCase()).join(' and ');
	return (
		<p
			role="status"
			data-testid="outcome"
			className={clsx(
				'mb-2 rounded-md border px-2.5 py-1.5 text-xs',
				left === 0 ? 'border-create text-create' : 'border-modify text-modify',
			)}
		>
			<b className="font-semibold">
				{left === 0
					? `None of the ${effects.length} effects remains`
					: `${left} of ${effects.length} effects remain`}
			</b>{' '}
			with {names}.
		</p>
	);
}

/** What Cedar itself decided with this policy on the calls of this incident. */
function checkWords(check: NonNullable<ControlReplay['policyCheck']>): string {
	return `${check.engine}: denies ${check.denied} of ${check.impact} calls outside the task, allows ${check.allowed} of ${check.needed} that it needed`;
}

function ControlRow({ control }: { control: ControlReplay }) {
	const { state, view, model, select, switchControl } = useWorkspace();
	const [open, setOpen] = useState(false);
	const on = state.controls.includes(control.id);
	const name = controlNames[control.id];
	const words = verdictWords(view, control);
	const { policy, stopsAt } = control;
	const hasPolicy = policy != null && policy !== '';
	return (
		<li className="grid grid-cols-[30px_minmax(0,1fr)_auto] items-start gap-x-2.5 gap-y-1 border-t border-line py-2 first:border-t-0">
			<span className="pt-0.5">
				<Switch
					label={name}
					checked={on}
					disabled={control.verdict === 'not-applicable'}
					onChange={(next) => {
						switchControl(control.id, next);
						setOpen(next);
					}}
				/>
			</span>
			<div className="min-w-0">
				<b className="font-semibold">{name}</b>
				<p className="text-xs text-muted">
					<InertText text={control.why} />
				</p>
			</div>
			<div className="grid justify-items-end">
				{stopsAt !== null && model.byId.has(stopsAt) ? (
					<button
						type="button"
						title="Show the event at which it stops"
						className="min-h-[24px]"
						onClick={() => select(stopsAt)}
					>
						<Verdict tone={tones[control.verdict]}>{words}</Verdict>
					</button>
				) : (
					<Verdict tone={tones[control.verdict]}>{words}</Verdict>
				)}
				{hasPolicy && (
					<button
						type="button"
						aria-expanded={open}
						aria-label={`Cedar policy for ${name.toLowerCase()}`}
						className="inline-flex min-h-[24px] items-center gap-0.5 px-1 text-2xs text-muted hover:text-text"
						onClick={() => setOpen(!open)}
					>
						policy
						<ChevronDown aria-hidden size={10} className={clsx(open && 'rotate-180')} />
					</button>
				)}
			</div>
			{hasPolicy && open && (
				<div className="col-span-2 col-start-2 rounded-md border border-line bg-surface">
					<pre
						// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
						tabIndex={0}
						className="max-h-44 overflow-auto px-2.5 py-2 font-mono text-2xs leading-relaxed break-words whitespace-pre-wrap"
					>
						<InertText text={policy} />
					</pre>
					<div className="flex items-center border-t border-line px-2.5 py-0.5">
						<span className="flex-1 text-2xs text-muted">
							{control.policyCheck === undefined ? 'Cedar' : checkWords(control.policyCheck)}
						</span>
						<CopyButton label="Copy policy" text={() => policy} />
					</div>
				</div>
			)}
		</li>
	);
}
