'use client';
import { Check, Copy, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';

/** Puts text on the clipboard and says so. `text` is asked for when it is pressed. */
export function CopyButton({
	label,
	text,
	icon: Icon = Copy,
}: {
	label: string;
	text: () => string;
	icon?: LucideIcon;
}) {
	const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready');
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(text());
			setState('copied');
		} catch {
			setState('refused');
		}
		setTimeout(() => setState('ready'), 1_800);
	};
	const words = { ready: label, copied: 'Copied', refused: 'The browser refused' }[state];
	return (
		<Button face="quiet" onClick={copy}>
			{state === 'copied' ? <Check aria-hidden size={12} /> : <Icon aria-hidden size={12} />}
			<span aria-live="polite">{words}</span>
		</Button>
	);
}
