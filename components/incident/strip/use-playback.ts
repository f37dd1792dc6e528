'use client';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { type Axis, fromActive, toActive } from './scale.ts';

export const speeds = [0.1, 0.5, 1, 5, 20, 100] as const;

/** Where the playhead stands, in strip time. Changes every frame, so only what draws it listens. */
export interface Head {
	get(): number;
	set(time: number): void;
	subscribe(listener: () => void): () => void;
}

function makeHead(start: number): Head {
	let time = start;
	const listeners = new Set<() => void>();
	return {
		get: () => time,
		set: (next) => {
			time = next;
			for (const listener of listeners) listener();
		},
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

export const useHead = (head: Head): number =>
	useSyncExternalStore(head.subscribe, head.get, head.get);

export interface Playback {
	readonly head: Head;
	/** While `playing` or `paused`, what comes after the playhead is dimmed. */
	readonly status: 'off' | 'playing' | 'paused';
	readonly speed: number;
	readonly setSpeed: (speed: number) => void;
	readonly toggle: () => void;
	readonly stop: () => void;
	readonly scrub: (time: number) => void;
}

/**
 * Replays the incident in its own time, skipping folded stretches. `onMove` hears each step of the
 * playhead: where it was and where it is.
 */
export function usePlayback(
	axis: Axis,
	startFrom: () => number,
	onMove: (before: number, now: number) => void,
): Playback {
	const [status, setStatus] = useState<Playback['status']>('off');
	const [speed, setSpeed] = useState<number>(1);
	// biome-ignore lint/correctness/useExhaustiveDependencies: the playhead outlives changes of the axis
	const head = useMemo(() => makeHead(axis.start), []);
	const live = useRef({ axis, startFrom, onMove, speed });
	live.current = { axis, startFrom, onMove, speed };
	useEffect(() => {
		if (status !== 'playing') return;
		let frame = 0;
		let last = performance.now();
		const draw = (now: number) => {
			const { axis, speed, onMove } = live.current;
			const before = head.get();
			const active = toActive(axis, before) + (now - last) * speed;
			last = now;
			const next = Math.min(fromActive(axis, active), axis.end);
			head.set(next);
			onMove(before, next);
			if (next >= axis.end) setStatus('paused');
			else frame = requestAnimationFrame(draw);
		};
		frame = requestAnimationFrame(draw);
		return () => cancelAnimationFrame(frame);
	}, [status, head]);
	const toggle = useCallback(() => {
		setStatus((current) => {
			if (current === 'playing') return 'paused';
			const { axis, startFrom } = live.current;
			if (current === 'off' || head.get() >= axis.end) head.set(startFrom());
			return 'playing';
		});
	}, [head]);
	const stop = useCallback(() => setStatus('off'), []);
	const scrub = useCallback(
		(time: number) => {
			head.set(Math.min(Math.max(time, live.current.axis.start), live.current.axis.end));
			setStatus((current) => (current === 'playing' ? current : 'paused'));
		},
		[head],
	);
	return { head, status, speed, setSpeed, toggle, stop, scrub };
}
