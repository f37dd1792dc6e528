'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { RuleCheck } from '@/core/detection/rule-views.ts';
import { sendRules } from '../queries.ts';
import { Diagnostics } from './diagnostics.tsx';
import { goTo, NumberedText } from './text-area.tsx';

const checkedAfterMs = 350;

/** The text as it was when typing last paused. */
function useSettled(text: string): string {
	const [settled, setSettled] = useState(text);
	useEffect(() => {
		const timer = setTimeout(() => setSettled(text), checkedAfterMs);
		return () => clearTimeout(timer);
	}, [text]);
	return settled;
}

/**
 * A text that is edited and checked by the engine whenever typing pauses. Leaving the page with a
 * changed text is asked about.
 *
 * @param path where it is checked, with `body` beside the text
 */
export function useCheckedText(first: string, path: string, body: object) {
	const [text, setText] = useState(first);
	const settled = useSettled(text);
	const check = useQuery({
		queryKey: ['text-check', path, body, settled],
		queryFn: ({ signal }) => sendRules<RuleCheck>('POST', path, { text: settled, ...body }, signal),
		enabled: settled !== '',
		placeholderData: keepPreviousData,
		retry: false,
		staleTime: 10_000,
	});
	const isChanged = text !== first;
	useEffect(() => {
		if (!isChanged) return;
		const ask = (event: BeforeUnloadEvent) => event.preventDefault();
		window.addEventListener('beforeunload', ask);
		return () => window.removeEventListener('beforeunload', ask);
	}, [isChanged]);
	const isCurrent = settled === text && !check.isFetching;
	const hasErrors = check.data?.diagnostics.some(({ severity }) => severity === 'error') ?? true;
	return {
		text,
		setText,
		check,
		isChanged,
		isCurrent,
		/** It would be saved as it stands. */
		isSound: text !== '' && isCurrent && check.isSuccess && !hasErrors,
	};
}
export type CheckedTextState = ReturnType<typeof useCheckedText>;

/** Its lines, and below what is wrong in them. */
export function CheckedText({
	label,
	checked,
	sound,
}: {
	label: string;
	checked: CheckedTextState;
	/** Said where nothing is wrong; null: how many rules it loads as. */
	sound: string | null;
}) {
	const input = useRef<HTMLTextAreaElement>(null);
	const { text, setText, check, isCurrent } = checked;
	const marked = useMemo(
		() =>
			new Map(
				(check.data?.diagnostics ?? [])
					.toReversed()
					.flatMap(({ line, severity }) => (line === null ? [] : [[line, severity] as const])),
			),
		[check.data],
	);
	return (
		<>
			<NumberedText
				label={label}
				value={text}
				onChange={setText}
				marked={isCurrent ? marked : new Map()}
				describedBy="text-diagnostics"
				input={input}
			/>
			<Diagnostics
				id="text-diagnostics"
				check={text === '' ? { diagnostics: [], rules: [] } : check.data}
				checking={!isCurrent}
				failure={check.isError ? check.error.message : null}
				sound={sound}
				go={(line, column) => goTo(input.current, line, column)}
			/>
		</>
	);
}
