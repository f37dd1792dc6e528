'use client';
import { useRouter } from 'next/navigation';
import { type RefObject, useTransition } from 'react';
import type { Count, CredentialPage } from '@/core/credentials/views.ts';
import { Button } from '../ui/button.tsx';
import { inertLine } from '../ui/inert-text.tsx';
import {
	type CredentialFilterValues,
	credentialsAddress,
	type FilterName,
	filterNames,
} from './credential-filter.ts';

const expiryChoices: readonly (readonly [string, string])[] = [
	['value', 'has an end'],
	['none', 'never expires'],
	['unknown', 'unknown'],
];

/** Filters of the inventory; each choice is an address. */
export function CredentialFilters({
	filter,
	sort,
	facets,
	input,
}: {
	filter: CredentialFilterValues;
	/** As the address has it. */
	sort: string | null;
	facets: CredentialPage['facets'];
	input: RefObject<HTMLInputElement | null>;
}) {
	const router = useRouter();
	const [pending, begin] = useTransition();
	const change = (name: FilterName, value: string) =>
		begin(() => router.push(credentialsAddress({ ...filter, [name]: value }, sort)));
	const choice = (name: FilterName, options: readonly Count[], any: string) => (
		<select
			aria-label={any}
			value={filter[name] ?? ''}
			onChange={({ target }) => change(name, target.value)}
			className="h-[26px] max-w-44 rounded-md border border-line2 bg-bg px-1 text-xs"
		>
			<option value="">{any}</option>
			{filter[name] !== undefined && !options.some(({ key }) => key === filter[name]) && (
				<option value={filter[name]}>{inertLine(filter[name])}</option>
			)}
			{options.map(({ key, title, count }) => (
				<option key={key} value={key}>
					{`${inertLine(title)} (${count})`}
				</option>
			))}
		</select>
	);
	return (
		<form
			aria-label="Filters"
			aria-busy={pending}
			className="flex flex-wrap items-center gap-1.5"
			onSubmit={(event) => {
				event.preventDefault();
				change('query', input.current?.value.trim() ?? '');
			}}
		>
			<input
				ref={input}
				type="search"
				aria-label="Words"
				placeholder="Name, owner, id, place"
				key={filter.query}
				defaultValue={filter.query ?? ''}
				maxLength={200}
				className="h-[26px] w-40 min-w-0 rounded-md border border-line2 bg-bg px-2 text-xs placeholder:text-muted max-sm:w-full"
			/>
			{choice('finding', facets.finding, 'Any finding')}
			{choice('kind', facets.kind, 'Any kind')}
			{choice('provider', facets.provider, 'Any provider')}
			{choice('owner', facets.owner.map(ownerInWords), 'Any owner')}
			{choice('environment', facets.environment, 'Any environment')}
			{choice('status', facets.status, 'Any status')}
			<select
				aria-label="Any end"
				value={filter.expiry ?? ''}
				onChange={({ target }) => change('expiry', target.value)}
				className="h-[26px] rounded-md border border-line2 bg-bg px-1 text-xs"
			>
				<option value="">Any end</option>
				{expiryChoices.map(([key, title]) => (
					<option key={key} value={key}>
						{title}
					</option>
				))}
			</select>
			{filterNames.some((name) => filter[name] !== undefined) && (
				<Button face="quiet" onClick={() => begin(() => router.push('/credentials'))}>
					Take the filters away
				</Button>
			)}
		</form>
	);
}

const ownerInWords = (count: Count): Count =>
	count.key === 'none'
		? { ...count, title: 'nobody' }
		: count.key === 'unknown'
			? { ...count, title: 'unknown' }
			: count;
