/** How much of a review is decided. */
export function Progress({ decided, total }: { decided: number; total: number }) {
	return (
		<span className="flex items-center gap-2 text-xs text-muted">
			<span aria-hidden className="h-1.5 w-40 max-w-full overflow-hidden rounded-full bg-line2">
				<span
					className="block h-full bg-create"
					style={{ width: `${total === 0 ? 0 : (decided / total) * 100}%` }}
				/>
			</span>
			<span className="tabular-nums">
				{decided.toLocaleString('en')} of {total.toLocaleString('en')} decided
			</span>
		</span>
	);
}
