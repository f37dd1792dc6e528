'use client';
import { Diamond, Pause, Play, Square } from 'lucide-react';
import { Button, IconButton } from '../../ui/button.tsx';
import { Key } from '../../ui/chip.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { formatDuration } from '../../ui/time-format.ts';
import { useMoment, useWorkspace } from '../workspace-context.tsx';
import { type Playback, speeds, useHead } from './use-playback.ts';
import type { StripState } from './use-strip.ts';

/** Time mode, zoom, what is in view, replay, zoom to impact. */
export function StripToolbar({ strip, inViewMs }: { strip: StripState; inViewMs: number }) {
	const { playback, zoom, fit, toImpact } = strip;
	const { model, state, update } = useWorkspace();
	const timed = model.originMicros !== null;
	return (
		<div className="flex min-h-7 flex-wrap items-center gap-x-2.5 gap-y-1 text-xs text-muted">
			{timed ? (
				<Segmented
					label="Times as"
					value={state.time}
					onChange={(time) => update({ time })}
					options={[
						{ value: 'offset', label: model.impact === null ? 'T from start' : 'T from impact' },
						{ value: 'local', label: 'local' },
						{ value: 'utc', label: 'UTC' },
					]}
				/>
			) : (
				<span>The source has no times; events stand in their order</span>
			)}
			<span className="flex items-center gap-1">
				<Button aria-label="Zoom out" title="Zoom out ( − )" onClick={() => zoom(1.6)}>
					−
				</Button>
				<Button aria-label="Zoom in" title="Zoom in ( + )" onClick={() => zoom(1 / 1.6)}>
					+
				</Button>
				<Button title="Whole incident ( 0 )" onClick={fit}>
					Fit
				</Button>
			</span>
			{timed && (
				<span className="tabular-nums" data-testid="in-view">
					{formatDuration(inViewMs)} in view
				</span>
			)}
			{state.unfolded.length > 0 && (
				<Button face="quiet" onClick={() => update({ unfolded: [] })}>
					Fold idle time
				</Button>
			)}
			<span className="flex-1" />
			<Transport playback={playback} />
			<span className="hidden items-center gap-1 xl:flex">
				<Diamond aria-hidden size={9} className="fill-create text-create" />
				where each control would have stopped it
			</span>
			{toImpact !== null && (
				<Button onClick={toImpact}>
					<Key>Z</Key> zoom to impact
				</Button>
			)}
		</div>
	);
}

function Transport({ playback }: { playback: Playback }) {
	const { status } = playback;
	return (
		<span className="flex items-center gap-1">
			{status !== 'off' && <HeadTime playback={playback} />}
			<IconButton
				label={status === 'playing' ? 'Pause the replay' : 'Replay the incident'}
				onClick={playback.toggle}
			>
				{status === 'playing' ? (
					<Pause size={13} fill="currentColor" />
				) : (
					<Play size={13} fill="currentColor" />
				)}
			</IconButton>
			{status !== 'off' && (
				<IconButton label="End the replay" onClick={playback.stop}>
					<Square size={11} fill="currentColor" />
				</IconButton>
			)}
			<select
				aria-label="Replay speed"
				value={playback.speed}
				onChange={(event) => playback.setSpeed(Number(event.target.value))}
				className="h-6 rounded-md border border-line2 bg-bg px-1 text-xs text-text"
			>
				{speeds.map((speed) => (
					<option key={speed} value={speed}>{`${speed}×`}</option>
				))}
			</select>
		</span>
	);
}

function HeadTime({ playback }: { playback: Playback }) {
	const head = useHead(playback.head);
	const moment = useMoment();
	return (
		<span className="min-w-20 text-right font-mono text-text tabular-nums">
			{moment(head, 100)}
		</span>
	);
}
