'use client';
import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import { Key } from '../ui/chip.tsx';
import { useKeys } from '../ui/use-keys.ts';
import { keyboardSignal } from './overlays.ts';

const groups: readonly {
	readonly name: string;
	readonly keys: readonly (readonly [string, string])[];
}[] = [
	{
		name: 'Everywhere',
		keys: [
			['Ctrl K', 'find a page or an incident'],
			['?', 'this map'],
			['Tab', 'next control'],
		],
	},
	{
		name: 'Incident',
		keys: [
			['← →', 'event before, event after'],
			['+ −', 'zoom in, zoom out'],
			['Shift ← →', 'move along the strip'],
			['0', 'the whole incident'],
			['Z', 'zoom to the impact'],
			['U', 'unfold idle time, fold it again'],
			['Space', 'replay, pause'],
			['Esc', 'end the replay'],
		],
	},
	{
		name: 'Explore',
		keys: [
			['/', 'to the query'],
			['↑ ↓', 'event before, event after'],
			['Esc', 'close the event'],
		],
	},
	{
		name: 'Credentials',
		keys: [
			['↑ ↓', 'credential before, credential after'],
			['X', 'select it, or no longer'],
			['Shift ↑ ↓', 'select on from it'],
			['Esc', 'select none'],
		],
	},
	{
		name: 'Rules',
		keys: [
			['/', 'to the words'],
			['↑ ↓', 'rule before, rule after'],
			['X', 'switch it off, or on'],
		],
	},
	{
		name: 'On the strip',
		keys: [
			['wheel', 'zoom around the pointer'],
			['drag', 'move along'],
			['double click', 'zoom in'],
			['pinch', 'zoom'],
		],
	},
];

/** Everything that the keyboard does, on `?`. */
export function KeyboardMap() {
	const [open, setOpen] = useState(false);
	useKeys({ '?': () => setOpen(true) });
	useEffect(() => {
		const show = () => setOpen(true);
		window.addEventListener(keyboardSignal, show);
		return () => window.removeEventListener(keyboardSignal, show);
	}, []);
	return (
		<Dialog.Root open={open} onOpenChange={setOpen}>
			<Dialog.Portal>
				<Dialog.Overlay className="fixed inset-0 z-40 bg-bg/60" />
				<Dialog.Content
					aria-describedby={undefined}
					className="outline-none fixed top-1/2 left-1/2 z-50 max-h-[85vh] w-[min(92vw,560px)] -translate-x-1/2 -translate-y-1/2 overflow-auto rounded-xl border border-line2 bg-surface p-5 shadow-float"
				>
					<Dialog.Title className="mb-3 text-base font-semibold">Keyboard map</Dialog.Title>
					<div className="grid gap-4 sm:grid-cols-2">
						{groups.map((group) => (
							<section key={group.name}>
								<h3 className="mb-1.5 text-xs font-semibold text-muted">{group.name}</h3>
								<dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-3 gap-y-1.5">
									{group.keys.map(([key, does]) => (
										<div key={key} className="contents">
											<dt>
												<Key>{key}</Key>
											</dt>
											<dd className="text-xs">{does}</dd>
										</div>
									))}
								</dl>
							</section>
						))}
					</div>
				</Dialog.Content>
			</Dialog.Portal>
		</Dialog.Root>
	);
}
