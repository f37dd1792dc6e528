import { OctagonAlert } from 'lucide-react';
import type { ReachView } from '@/core/credentials/views.ts';
import { EnvironmentTag } from '../../ui/environment-tag.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { fateFaces } from './reach-words.ts';

const head = 'sticky top-0 bg-bg px-2 py-1 text-left text-2xs font-normal text-muted';
const cell = 'border-t border-line px-2 py-1.5 align-top';

/** What the graph draws, as a table: a row for each piece of data. */
export function ReachTable({ view }: { view: ReachView }) {
	return (
		<section
			aria-label="What it reaches, as a table"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
			tabIndex={0}
			className="overflow-x-auto"
		>
			<table className="w-full border-collapse text-xs">
				<caption className="sr-only">Data that it reaches, with its copies</caption>
				<thead>
					<tr>
						{['data', 'environment', 'it can', 'by', 'copies that fall', 'what is left'].map(
							(name) => (
								<th key={name} scope="col" className={head}>
									{name}
								</th>
							),
						)}
					</tr>
				</thead>
				<tbody>
					{view.trees.map(({ resource, copiesInAll, copiesDestroyed, fate }) => (
						<tr key={`${resource.provider}${resource.id}`}>
							<td className={cell}>
								<span className="text-muted">{resource.kind}</span>{' '}
								<b className="font-semibold [overflow-wrap:anywhere]">
									<InertText text={resource.name ?? resource.id} />
								</b>
							</td>
							<td className={cell}>
								<EnvironmentTag environment={resource.environment} />
							</td>
							<td className={cell}>{resource.level}</td>
							<td className={`${cell} text-muted [overflow-wrap:anywhere]`}>
								<InertText text={resource.reason} />
							</td>
							<td className={`${cell} tabular-nums`}>
								{copiesInAll === 0 ? 'no copy known' : `${copiesDestroyed} of ${copiesInAll}`}
							</td>
							<td className={cell}>
								{fateFaces[fate].tone === 'alarm' ? (
									<span className="flex items-center gap-1.5 font-semibold text-destroy">
										<OctagonAlert aria-hidden size={13} /> {fateFaces[fate].words}
									</span>
								) : (
									fateFaces[fate].words
								)}
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
