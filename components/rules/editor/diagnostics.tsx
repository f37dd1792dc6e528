import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { RuleCheck } from '@/core/detection/rule-views.ts';
import { InertText } from '../../ui/inert-text.tsx';

/** What the engine says of a text; a place leads to it. */
export function Diagnostics({
	id,
	check,
	checking,
	failure,
	sound,
	go,
}: {
	id: string;
	check: RuleCheck | undefined;
	checking: boolean;
	/** Why it could not be checked; null: it could. */
	failure: string | null;
	/** Said where nothing is wrong; null: how many rules it loads as. */
	sound: string | null;
	go: (line: number, column: number) => void;
}) {
	return (
		<div id={id} aria-live="polite" className="grid gap-1 text-xs">
			{failure !== null ? (
				<p className="text-destroy">The text could not be checked: {failure}</p>
			) : check === undefined || checking ? (
				<p className="text-muted">Checking</p>
			) : check.diagnostics.length === 0 ? (
				<p className="flex items-center gap-1.5 text-create">
					<CircleCheck aria-hidden size={13} />
					{sound ??
						(check.rules.length === 1
							? 'It loads as one rule.'
							: `It loads as ${check.rules.length} rules.`)}
				</p>
			) : (
				<ul className="grid gap-1">
					{check.diagnostics.map((diagnostic) => {
						const { severity, line, column, message } = diagnostic;
						return (
							<li
								key={`${line}${column}${message}`}
								className="flex items-start gap-1.5 [overflow-wrap:anywhere]"
							>
								{severity === 'error' ? (
									<CircleX aria-label="Error" size={13} className="mt-0.5 flex-none text-destroy" />
								) : (
									<TriangleAlert
										aria-label="Warning"
										size={13}
										className="mt-0.5 flex-none text-modify"
									/>
								)}
								{line !== null && column !== null && (
									<button
										type="button"
										onClick={() => go(line, column)}
										className="h-[24px] flex-none font-mono leading-none underline decoration-dotted underline-offset-2"
									>
										{line}:{column}
									</button>
								)}
								<span className="min-h-[24px]">
									<InertText text={message} />
								</span>
							</li>
						);
					})}
				</ul>
			)}
		</div>
	);
}
