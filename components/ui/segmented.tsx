'use client';
import { ToggleGroup } from 'radix-ui';

/** One of a few, side by side. */
export function Segmented<Value extends string>({
	label,
	value,
	options,
	onChange,
}: {
	label: string;
	value: Value;
	options: readonly { readonly value: Value; readonly label: string }[];
	onChange: (value: Value) => void;
}) {
	return (
		<ToggleGroup.Root
			type="single"
			aria-label={label}
			value={value}
			onValueChange={(next) => {
				const chosen = options.find((option) => option.value === next);
				if (chosen !== undefined) onChange(chosen.value);
			}}
			className="inline-flex flex-none rounded-md border border-line2 p-px"
		>
			{options.map((option) => (
				<ToggleGroup.Item
					key={option.value}
					value={option.value}
					className="min-h-[22px] rounded-[4px] px-2 text-2xs text-muted hover:text-text data-[state=on]:bg-raised data-[state=on]:font-semibold data-[state=on]:text-text"
				>
					{option.label}
				</ToggleGroup.Item>
			))}
		</ToggleGroup.Root>
	);
}
