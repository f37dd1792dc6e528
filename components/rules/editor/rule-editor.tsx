'use client';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { RuleCheck, RuleDetail } from '@/core/detection/rule-views.ts';
import { Button } from '../../ui/button.tsx';
import { rulesKey, sendRules } from '../queries.ts';
import { Diagnostics } from './diagnostics.tsx';
import { RuleTest } from './rule-test.tsx';
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
 * Edits the text of a rule's file, checked in place by the engine that will run it, and tried on
 * stored events before it is saved. `rule` null: a new one.
 */
export function RuleEditor({
	rule,
	text: first,
	saved,
	leave,
}: {
	rule: Pick<RuleDetail, 'id' | 'savedAt' | 'origin'> | null;
	text: string;
	saved: (rule: RuleDetail) => void;
	leave: () => void;
}) {
	const cache = useQueryClient();
	const [text, setText] = useState(first);
	const input = useRef<HTMLTextAreaElement>(null);
	const settled = useSettled(text);
	const check = useQuery({
		queryKey: ['rule-check', rule?.id ?? null, settled],
		queryFn: ({ signal }) =>
			sendRules<RuleCheck>(
				'POST',
				'/api/v1/rules/check',
				{ text: settled, rule: rule?.id ?? null },
				signal,
			),
		enabled: settled !== '',
		placeholderData: keepPreviousData,
		retry: false,
		staleTime: 10_000,
	});
	const save = useMutation({
		mutationFn: () =>
			rule === null
				? sendRules<RuleDetail>('POST', '/api/v1/rules', { text })
				: sendRules<RuleDetail>('PATCH', `/api/v1/rules/${encodeURIComponent(rule.id)}`, {
						text,
						basis: rule.savedAt,
					}),
		onSuccess: async (answer) => {
			await cache.invalidateQueries({ queryKey: rulesKey });
			saved(answer);
		},
	});
	const isCurrent = settled === text && !check.isFetching;
	const diagnostics = check.data?.diagnostics ?? [];
	const isSound =
		text !== '' &&
		isCurrent &&
		check.isSuccess &&
		!diagnostics.some(({ severity }) => severity === 'error');
	const marked = useMemo(
		() =>
			new Map(
				diagnostics
					.toReversed()
					.flatMap(({ line, severity }) => (line === null ? [] : [[line, severity] as const])),
			),
		[diagnostics],
	);
	// Leaving the page by accident would lose it.
	const isChanged = text !== first;
	useEffect(() => {
		if (!isChanged) return;
		const ask = (event: BeforeUnloadEvent) => event.preventDefault();
		window.addEventListener('beforeunload', ask);
		return () => window.removeEventListener('beforeunload', ask);
	}, [isChanged]);
	return (
		<form
			aria-label="Edit the rule"
			className="grid gap-2.5"
			onSubmit={(event) => {
				event.preventDefault();
				if (isSound) save.mutate();
			}}
			onKeyDown={(event) => {
				if (event.key === 's' && (event.ctrlKey || event.metaKey)) {
					event.preventDefault();
					if (isSound && !save.isPending) save.mutate();
				}
			}}
		>
			<NumberedText
				label="Text of the rule, YAML"
				value={text}
				onChange={setText}
				marked={isCurrent ? marked : new Map()}
				describedBy="rule-diagnostics"
				input={input}
			/>
			<Diagnostics
				id="rule-diagnostics"
				check={text === '' ? { diagnostics: [], rules: [] } : check.data}
				checking={!isCurrent}
				failure={check.isError ? check.error.message : null}
				go={(line, column) => goTo(input.current, line, column)}
			/>
			<div className="flex flex-wrap items-center gap-2">
				<Button type="submit" face="solid" disabled={!isSound || save.isPending}>
					{save.isPending
						? 'Saving'
						: rule?.origin === 'shipped'
							? 'Save a copy for this workspace'
							: 'Save'}
				</Button>
				<Button onClick={leave}>{isChanged ? 'Leave it as it was' : 'Close'}</Button>
			</div>
			{save.isError && (
				<p role="alert" className="text-xs text-destroy [overflow-wrap:anywhere]">
					{save.error.message}
				</p>
			)}
			<RuleTest text={text} replaces={rule?.id ?? null} isSound={isSound} />
		</form>
	);
}
