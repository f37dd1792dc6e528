'use client';
import type { RefObject } from 'react';
import { type RuleRow, ruleOrigins } from '@/core/detection/rule-views.ts';
import { ruleLevels } from '@/core/detection/sigma/rule.ts';
import { Button } from '../ui/button.tsx';
import { inertLine } from '../ui/inert-text.tsx';
import { counted, isFiltered, type RuleFilter, type RuleState, sourceOf } from './rule-filter.ts';

const stateWords: Readonly<Record<RuleState, string>> = {
	on: 'on',
	off: 'off',
	found: 'found something',
	quiet: 'found nothing',
	shipped: 'shipped',
	edited: 'edited here',
	own: 'this workspace’s own',
};

/** Filters of the rules; each choice is an address. */
export function RuleFilters({
	rules,
	filter,
	change,
	clear,
	input,
}: {
	rules: readonly RuleRow[];
	filter: RuleFilter;
	change: (change: Partial<RuleFilter>) => void;
	clear: () => void;
	input: RefObject<HTMLInputElement | null>;
}) {
	const choice = (
		name: 'level' | 'source' | 'tag' | 'state',
		any: string,
		options: readonly (readonly [value: string, words: string])[],
	) => (
		<select
			aria-label={any}
			value={filter[name] ?? ''}
			onChange={({ target }) => change({ [name]: target.value === '' ? null : target.value })}
			className="h-[26px] max-w-40 rounded-md border border-line2 bg-bg px-1 text-xs"
		>
			<option value="">{any}</option>
			{filter[name] !== null && !options.some(([value]) => value === filter[name]) && (
				<option value={filter[name]}>{inertLine(filter[name])}</option>
			)}
			{options.map(([value, words]) => (
				<option key={value} value={value}>
					{inertLine(words)}
				</option>
			))}
		</select>
	);
	const withCount = ([value, count]: readonly [string, number]) =>
		[value, `${value} (${count})`] as const;
	return (
		<form
			aria-label="Filters"
			className="flex flex-wrap items-center gap-1.5"
			onSubmit={(event) => event.preventDefault()}
		>
			<input
				ref={input}
				type="search"
				aria-label="Words"
				placeholder="Title, tag, id, file"
				value={filter.query}
				maxLength={200}
				onChange={({ target }) => change({ query: target.value })}
				className="h-[26px] w-44 min-w-0 rounded-md border border-line2 bg-bg px-2 text-xs placeholder:text-muted max-sm:w-full"
			/>
			{choice(
				'level',
				'Any level',
				ruleLevels.toReversed().map((level) => [level, level] as const),
			)}
			{choice('source', 'Any log source', counted(rules.map(sourceOf)).map(withCount))}
			{choice('tag', 'Any tag', counted(rules.flatMap(({ tags }) => tags)).map(withCount))}
			{choice(
				'state',
				'Any state',
				(['on', 'off', 'found', 'quiet', ...ruleOrigins] as const).map(
					(state) => [state, stateWords[state]] as const,
				),
			)}
			{isFiltered(filter) && (
				<Button face="quiet" onClick={clear}>
					Take the filters away
				</Button>
			)}
		</form>
	);
}
