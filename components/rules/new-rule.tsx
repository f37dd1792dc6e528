'use client';
import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { RuleEditor } from './editor/rule-editor.tsx';
import { ruleAddress } from './rule-filter.ts';

/** A rule of the workspace's own, begun from a text that loads. */
export function NewRule({ text }: { text: string }) {
	const router = useRouter();
	return (
		<div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 px-5 pt-4 pb-10 max-sm:px-3">
			<header>
				<Link
					href="/rules"
					className="inline-flex min-h-[24px] w-fit items-center gap-1 text-xs text-muted hover:text-text"
				>
					<ChevronLeft aria-hidden size={13} /> Rules
				</Link>
				<h1 className="text-lg font-semibold">A rule of your own</h1>
				<p className="text-xs text-muted">
					Sigma, as other tools read it. It runs over what comes in once it is saved.
				</p>
			</header>
			<RuleEditor
				rule={null}
				text={text}
				saved={({ id }) => router.push(ruleAddress(id))}
				leave={() => router.push('/rules')}
			/>
		</div>
	);
}
