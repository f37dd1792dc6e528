/** The sign of the product. */
export function Mark({ size = 18 }: { size?: number }) {
	return (
		<svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
			<path className="fill-accent" d="M3 27 L27 3 V14 L14 27 Z" />
			<path className="fill-destroy" d="M18 27 L27 18 V27 Z" />
		</svg>
	);
}
