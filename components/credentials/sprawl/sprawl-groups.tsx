import Link from 'next/link';
import type { SprawlGroup } from '@/core/credentials/views.ts';
import { InertText } from '../../ui/inert-text.tsx';
import { type CredentialFilterValues, credentialsAddress } from '../credential-filter.ts';

const columns = [
	{ title: 'at risk', of: (group: SprawlGroup) => group.atRisk, filter: null },
	{ title: 'never end', of: (group: SprawlGroup) => group.neverExpires, filter: 'never-expires' },
	{ title: 'unowned', of: (group: SprawlGroup) => group.unowned, filter: 'unowned' },
	{ title: 'unused', of: (group: SprawlGroup) => group.unused, filter: 'unused' },
	{ title: 'on disk', of: (group: SprawlGroup) => group.onDisk, filter: 'on-disk' },
] as const;

/** Credentials by something, with what is wrong in each group; every number leads to its list. */
export function SprawlGroups({
	groups,
	total,
	filterOf,
}: {
	groups: readonly SprawlGroup[];
	total: number;
	filterOf: (key: string) => CredentialFilterValues;
}) {
	return (
		<table className="w-full table-fixed border-collapse text-xs">
			<thead>
				<tr className="text-right text-2xs text-muted">
					<th scope="col" className="w-[34%] font-normal max-sm:w-[75%]">
						<span className="sr-only">group</span>
					</th>
					<th scope="col" className="px-1 font-normal">
						all
					</th>
					{columns.map(({ title }) => (
						<th key={title} scope="col" className="px-1 font-normal max-sm:hidden">
							{title}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{groups.map((group) => {
					const filter = { ...filterOf(group.key), live: 'true' };
					return (
						<tr key={group.key} className="border-t border-line">
							<th scope="row" className="relative py-1 pr-2 text-left font-normal">
								<span
									aria-hidden
									className="absolute inset-y-1 left-0 rounded-[3px] bg-raised"
									style={{ width: `${Math.max(1, (group.count / Math.max(total, 1)) * 100)}%` }}
								/>
								<span className="relative block truncate px-1" title={group.title}>
									<InertText text={group.title} />
								</span>
							</th>
							<td className="px-1 text-right font-mono tabular-nums">
								<Link
									href={credentialsAddress(filter)}
									className="inline-block min-w-[24px] leading-[24px] hover:underline"
								>
									{group.count.toLocaleString('en')}
								</Link>
							</td>
							{columns.map(({ title, of, filter: finding }) => {
								const count = of(group);
								return (
									<td key={title} className="px-1 text-right font-mono tabular-nums max-sm:hidden">
										{count === 0 ? (
											<span className="text-muted">0</span>
										) : finding === null ? (
											count.toLocaleString('en')
										) : (
											<Link
												href={credentialsAddress({ ...filter, finding })}
												className="inline-block min-w-[24px] leading-[24px] hover:underline"
											>
												{count.toLocaleString('en')}
											</Link>
										)}
									</td>
								);
							})}
						</tr>
					);
				})}
			</tbody>
		</table>
	);
}
