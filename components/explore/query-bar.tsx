'use client';
import clsx from 'clsx';
import { Search } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { type Completion, completions, unknownField } from './query-text.ts';

/** The query, with completion of fields and values, and what is wrong with it in its place. */
export function QueryBar({
	query,
	fields,
	refusal,
	input,
	search,
}: {
	query: string;
	fields: readonly string[];
	/** What the server said about this query; null: nothing. */
	refusal: string | null;
	input: RefObject<HTMLInputElement | null>;
	search: (query: string) => void;
}) {
	const [text, setText] = useState(query);
	const [caret, setCaret] = useState<number | null>(null);
	const [at, setAt] = useState(-1);
	const wanted = useRef<number | null>(null);
	const id = useId();
	useEffect(() => setText(query), [query]);
	useEffect(() => {
		if (wanted.current === null) return;
		input.current?.setSelectionRange(wanted.current, wanted.current);
		wanted.current = null;
	});
	const offered = caret === null ? [] : completions(text, caret, fields);
	const take = (completion: Completion) => {
		setText(completion.query);
		setCaret(completion.caret);
		setAt(-1);
		wanted.current = completion.caret;
		input.current?.focus();
	};
	const key = (event: KeyboardEvent) => {
		const chosen = offered[at];
		if (event.key === 'ArrowDown' && offered.length > 0) setAt((at + 1) % offered.length);
		else if (event.key === 'ArrowUp' && offered.length > 0)
			setAt(((at + offered.length) % (offered.length + 1)) - 1);
		else if (event.key === 'Escape' && caret !== null) setCaret(null);
		else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) take(chosen);
		else return;
		event.preventDefault();
		event.stopPropagation();
	};
	const wrong = unknownField(query, fields);
	const problem =
		wrong === null
			? refusal
			: `no field “${query.slice(wrong.from, wrong.to)}” in events; there are ${fields.join(', ')}`;
	return (
		<form
			className="relative min-w-0 flex-1"
			onSubmit={(event) => {
				event.preventDefault();
				setCaret(null);
				search(text.trim());
			}}
		>
			<div className="flex gap-1.5">
				<div className="relative min-w-0 flex-1">
					<Search
						aria-hidden
						size={13}
						className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted"
					/>
					<input
						ref={input}
						role="combobox"
						aria-label="Query"
						aria-expanded={offered.length > 0}
						aria-controls={`${id}-offered`}
						aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
						aria-invalid={problem !== null}
						aria-describedby={problem === null ? undefined : `${id}-problem`}
						autoComplete="off"
						spellCheck={false}
						maxLength={2_000}
						value={text}
						placeholder={
							'For example: action:destroy environment:production credential:* "volumeDelete"'
						}
						onChange={(event) => {
							setText(event.target.value);
							setCaret(event.target.selectionStart);
							setAt(-1);
						}}
						onBlur={() => setCaret(null)}
						onKeyDown={key}
						className={clsx(
							'h-8 w-full rounded-md border bg-bg pr-2 pl-7 font-mono text-xs placeholder:text-muted',
							problem === null ? 'border-line2' : 'border-destroy',
						)}
					/>
				</div>
				<Button type="submit" className="h-8! px-3">
					Search
				</Button>
			</div>
			{offered.length > 0 && (
				<div
					id={`${id}-offered`}
					role="listbox"
					aria-label="Completions"
					className="absolute top-full left-0 z-30 mt-1 min-w-48 rounded-md border border-line2 bg-surface p-1 shadow-float"
				>
					{offered.map((completion, index) => (
						<div
							key={completion.text}
							id={`${id}-${index}`}
							role="option"
							tabIndex={-1}
							aria-selected={index === at}
							// The input keeps the focus, so that typing goes on.
							onMouseDown={(event) => {
								event.preventDefault();
								take(completion);
							}}
							className={clsx(
								'cursor-pointer rounded px-2 py-0.5 font-mono text-xs hover:bg-raised',
								index === at && 'bg-raised',
							)}
						>
							{completion.text}
						</div>
					))}
				</div>
			)}
			{problem !== null && (
				<div id={`${id}-problem`} role="alert" className="mt-1.5 text-xs">
					{wrong !== null && (
						<p className="overflow-x-auto font-mono whitespace-pre text-muted">
							{query.slice(0, wrong.from)}
							<mark className="bg-transparent font-semibold text-destroy underline decoration-wavy underline-offset-4">
								{query.slice(wrong.from, wrong.to)}
							</mark>
							{query.slice(wrong.to)}
						</p>
					)}
					<p className="text-destroy" data-testid="problem">
						{wrong !== null && `At character ${wrong.from + 1}: `}
						{problem}
					</p>
				</div>
			)}
		</form>
	);
}
