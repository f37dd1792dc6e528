'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { inertLine } from '../ui/inert-text.tsx';
import { Switch } from '../ui/switch.tsx';
import { rulesKey, sendRules } from './queries.ts';

/** Switches rules, and says how it goes. */
export function useRuleSwitch() {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (change: { ids: readonly string[]; isOn: boolean }) =>
			sendRules<{ changed: number }>('PATCH', '/api/v1/rules', change),
		onSettled: () => cache.invalidateQueries({ queryKey: rulesKey }),
	});
}
export type RuleSwitching = ReturnType<typeof useRuleSwitch>;

/** On or off; while a change is under way it shows what is asked for. */
export function RuleSwitch({
	rule,
	mayChange,
	switching,
}: {
	rule: { readonly id: string; readonly title: string; readonly isOn: boolean };
	mayChange: boolean;
	switching: RuleSwitching;
}) {
	const asked =
		switching.isPending && switching.variables.ids.includes(rule.id)
			? switching.variables.isOn
			: null;
	return (
		<Switch
			label={`Run ${inertLine(rule.title)}`}
			checked={asked ?? rule.isOn}
			disabled={!mayChange}
			onChange={(isOn) => switching.mutate({ ids: [rule.id], isOn })}
		/>
	);
}
