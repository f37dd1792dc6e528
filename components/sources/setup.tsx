'use client';
import { useState } from 'react';
import { Panel } from '../ui/panel.tsx';
import { Snippet } from './snippet.tsx';
import { setupSnippets } from './snippets.ts';

/** How to connect a source: one way at a time, to paste. */
export function Setup({ url, workspace }: { url: string; workspace: string }) {
	const all = setupSnippets(url, workspace);
	const [chosen, setChosen] = useState(all[0]?.id ?? '');
	const snippet = all.find(({ id }) => id === chosen) ?? all[0];
	return (
		<Panel title="Connect a source">
			<div className="grid items-start gap-3 lg:grid-cols-[15rem_minmax(0,1fr)]">
				<ul className="grid content-start gap-0.5 sm:max-lg:grid-cols-2">
					{all.map(({ id, title }) => (
						<li key={id}>
							<button
								type="button"
								aria-pressed={id === chosen}
								onClick={() => setChosen(id)}
								className="w-full rounded-md px-2 py-1 text-left text-xs text-muted hover:bg-raised aria-pressed:bg-raised aria-pressed:font-semibold aria-pressed:text-text"
							>
								{title}
							</button>
						</li>
					))}
				</ul>
				{snippet !== undefined && <Snippet title={snippet.place} command={snippet.text} />}
			</div>
		</Panel>
	);
}
