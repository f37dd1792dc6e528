import clsx from 'clsx';
import Link from 'next/link';
import type { CredentialImportView } from '@/core/credentials/views.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { credentialAddress } from '../credential-filter.ts';

const words = { added: 'new', changed: 'changed', merged: 'found to be one' } as const;
const tones: Readonly<Record<keyof typeof words, Tone>> = {
	added: 'good',
	changed: 'warning',
	merged: 'strong',
};
const shownMax = 200;

const fieldWords = (field: string): string =>
	field.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

/** What a file would change, or has changed: counts, each change, and what was refused with the reason. */
export function ImportPreview({ view }: { view: CredentialImportView }) {
	const unread = view.files.flatMap((file) => file.unread);
	const figures = [
		['new', view.added],
		['changed', view.changed],
		['the same', view.unchanged],
		['sightings', view.sightingsAdded],
		['could not be read', unread.length],
	] as const;
	const more = view.added + view.changed - Math.min(view.changes.length, shownMax);
	return (
		<div className="grid gap-2.5">
			<ul aria-label="What it changes" className="flex flex-wrap gap-x-5 gap-y-1">
				{figures.map(([title, count]) => (
					<li key={title} className="text-xs text-muted">
						<span
							className={clsx(
								'font-mono text-base tabular-nums',
								count > 0 && 'font-semibold text-text',
							)}
						>
							{count.toLocaleString('en')}
						</span>{' '}
						{title}
					</li>
				))}
			</ul>
			{view.changes.length > 0 && (
				<section
					// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it
					tabIndex={0}
					aria-label="Changes"
					className="max-h-72 overflow-auto rounded-md border border-line"
				>
					<ul className="grid">
						{view.changes.slice(0, shownMax).map(({ id, title, change, fields }) => (
							<li
								key={id}
								className="flex flex-wrap items-center gap-x-2 border-t border-line px-2.5 py-1 text-xs first:border-0"
							>
								<Chip tone={tones[change]}>{words[change]}</Chip>
								<span className="min-w-0 [overflow-wrap:anywhere]">
									{view.preview && change === 'added' ? (
										<InertText text={title} />
									) : (
										<Link
											href={credentialAddress(id)}
											className="underline decoration-line2 underline-offset-2"
										>
											<InertText text={title} />
										</Link>
									)}
								</span>
								<span className="text-muted">{fields.map(fieldWords).join(', ')}</span>
							</li>
						))}
					</ul>
					{more > 0 && (
						<p className="border-t border-line px-2.5 py-1 text-xs text-muted">
							and {more.toLocaleString('en')} more
						</p>
					)}
				</section>
			)}
			{unread.length > 0 && (
				<details className="text-xs">
					<summary className="cursor-pointer text-modify">
						Why {unread.length.toLocaleString('en')} could not be read
					</summary>
					<ul className="mt-1 grid max-h-48 gap-0.5 overflow-auto">
						{unread.slice(0, shownMax).map(({ line, reason }, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
							<li key={index} className="[overflow-wrap:anywhere]">
								{line !== null && <span className="font-mono text-muted">line {line}: </span>}
								<InertText text={reason} />
							</li>
						))}
					</ul>
				</details>
			)}
		</div>
	);
}
