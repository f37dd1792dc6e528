'use client';
import { useRef } from 'react';
import { inertLine } from '../../ui/inert-text.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { useMoment, useWorkspace } from '../workspace-context.tsx';
import { Minimap } from './minimap.tsx';
import { StripBoard } from './strip-board.tsx';
import { StripToolbar } from './toolbar.tsx';
import { useStrip } from './use-strip.ts';

/** The incident on one time axis, from weeks to one millisecond. */
export function Strip() {
	const { model, state, update } = useWorkspace();
	const box = useRef<HTMLDivElement>(null);
	const strip = useStrip(box);
	const { scale, playback } = strip;
	const everyFold = model.idle.map((_, index) => index);
	useKeys({
		'+': () => strip.zoom(1 / 1.6),
		'=': () => strip.zoom(1 / 1.6),
		'-': () => strip.zoom(1.6),
		'0': strip.fit,
		z: () => strip.toImpact?.(),
		u: () => update({ unfolded: state.unfolded.length > 0 ? [] : everyFold }),
		' ': playback.toggle,
		escape: playback.stop,
		arrowleft: () => strip.walk(-1),
		arrowright: () => strip.walk(1),
		'shift+arrowleft': () => strip.pan(-0.2),
		'shift+arrowright': () => strip.pan(0.2),
	});
	return (
		<div className="relative overflow-x-clip">
			<StripToolbar strip={strip} inViewMs={scale.time(scale.right) - scale.time(scale.left)} />
			<div ref={box}>
				<StripBoard strip={strip} />
			</div>
			<Minimap layout={strip.layout} axis={strip.axis} window={strip.window} set={strip.set} />
			<SelectionSpoken />
		</div>
	);
}

/** The selection in words, for those who do not see the strip. */
function SelectionSpoken() {
	const { model, state } = useWorkspace();
	const moment = useMoment();
	const item = state.event === null ? undefined : model.byId.get(state.event);
	return (
		<p className="sr-only" aria-live="polite">
			{item === undefined ? '' : `${moment(item.start, 1)}: ${inertLine(item.event.summary)}`}
		</p>
	);
}
