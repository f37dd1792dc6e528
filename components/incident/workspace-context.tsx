'use client';
import {
	createContext,
	type ReactNode,
	useCallback,
	useContext,
	useEffect,
	useMemo,
	useState,
} from 'react';
import type { ControlId } from '@/core/incidents/document.ts';
import type { IncidentView } from '@/core/incidents/workspace-view.ts';
import { useInBrowser } from '../ui/time.tsx';
import { formatClock, formatOffset, localZoneMinutes } from '../ui/time-format.ts';
import { type Replay, replayControls } from './replay.ts';
import { type StripModel, stripModel } from './strip/model.ts';
import { type ViewState, writeViewState } from './view-state.ts';

/** What all parts of the workspace share: one incident, one selection, one set of controls. */
export interface Workspace {
	readonly view: IncidentView;
	readonly model: StripModel;
	readonly replay: Replay;
	readonly state: ViewState;
	readonly update: (change: Partial<ViewState>) => void;
	readonly select: (eventId: string) => void;
	readonly switchControl: (id: ControlId, on: boolean) => void;
}

const Context = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
	const workspace = useContext(Context);
	if (workspace === null) throw new Error('useWorkspace outside of WorkspaceProvider');
	return workspace;
}

export function WorkspaceProvider({
	view,
	initial,
	children,
}: {
	view: IncidentView;
	initial: ViewState;
	children: ReactNode;
}) {
	const [state, setState] = useState(initial);
	const model = useMemo(() => stripModel(view), [view]);
	const replay = useMemo(
		() => replayControls(view.document, view.timeline, new Set(state.controls)),
		[view, state.controls],
	);
	const update = useCallback(
		(change: Partial<ViewState>) => setState((current) => ({ ...current, ...change })),
		[],
	);
	const select = useCallback(
		(eventId: string) =>
			setState((current) => ({ ...current, event: eventId, evidence: 'record' })),
		[],
	);
	const switchControl = useCallback(
		(id: ControlId, on: boolean) =>
			setState((current) => {
				const others = current.controls.filter((other) => other !== id);
				return { ...current, controls: on ? [...others, id] : others };
			}),
		[],
	);
	useAddress(state);
	const workspace = useMemo(
		() => ({ view, model, replay, state, update, select, switchControl }),
		[view, model, replay, state, update, select, switchControl],
	);
	return <Context.Provider value={workspace}>{children}</Context.Provider>;
}

/** Keeps the address in step with the view; browsers allow only so many changes a second. */
function useAddress(state: ViewState) {
	useEffect(() => {
		const timer = setTimeout(() => {
			const address = window.location.pathname + writeViewState(state) + window.location.hash;
			if (address !== window.location.pathname + window.location.search + window.location.hash) {
				window.history.replaceState(window.history.state, '', address);
			}
		}, 200);
		return () => clearTimeout(timer);
	}, [state]);
}

/** Like `useMoment`, as exact as a list needs: tenths of a second near the strip's zero, minutes far from it. */
export function useListMoment(): (time: number) => string {
	const { state } = useWorkspace();
	const moment = useMoment();
	return useCallback(
		(time) => moment(time, state.time === 'offset' && Math.abs(time) >= 120_000 ? 60_000 : 100),
		[moment, state.time],
	);
}

/** Writes a moment of the strip (milliseconds from its zero) in the chosen time mode, to a precision in milliseconds. */
export function useMoment(): (time: number, stepMs?: number) => string {
	const { model, state } = useWorkspace();
	const inBrowser = useInBrowser();
	return useCallback(
		(time, stepMs = 1) => {
			if (model.originMicros === null) return `#${Math.round(time / 1_000) + 1}`;
			if (state.time === 'offset') return formatOffset(time, stepMs);
			const epochMs = model.originMicros / 1_000 + time;
			const zone = state.time === 'local' && inBrowser ? localZoneMinutes(epochMs) : 0;
			return formatClock(epochMs, stepMs, zone);
		},
		[model, state.time, inBrowser],
	);
}
