'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RuleDetail } from '@/core/detection/rule-views.ts';
import { Button } from '../../ui/button.tsx';
import { rulesKey, sendRules } from '../queries.ts';
import { CheckedText, useCheckedText } from './checked-text.tsx';
import { RuleTest } from './rule-test.tsx';

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
	const checked = useCheckedText(first, '/api/v1/rules/check', { rule: rule?.id ?? null });
	const { text, isSound, isChanged } = checked;
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
			<CheckedText label="Text of the rule, YAML" checked={checked} sound={null} />
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
