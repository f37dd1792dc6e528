'use client';
import { CopyButton } from '../ui/copy-button.tsx';

/** A command to paste, with what it is for. */
export function Snippet({ title, command }: { title: string; command: string }) {
	return (
		<div className="min-w-0 rounded-lg border border-line bg-surface">
			<div className="flex items-center border-b border-line py-0.5 pr-1 pl-3">
				<h3 className="flex-1 text-xs font-semibold text-muted">{title}</h3>
				<CopyButton label="Copy" text={() => command} />
			</div>
			<pre className="px-3 py-2 font-mono text-xs break-words whitespace-pre-wrap [overflow-wrap:anywhere]">
				{command}
			</pre>
		</div>
	);
}
