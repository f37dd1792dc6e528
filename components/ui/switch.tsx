'use client';
import { Switch as RadixSwitch } from 'radix-ui';

/** On or off; `label` names what it switches. */
export function Switch({
	label,
	checked,
	disabled = false,
	onChange,
}: {
	label: string;
	checked: boolean;
	disabled?: boolean;
	onChange: (on: boolean) => void;
}) {
	return (
		<RadixSwitch.Root
			aria-label={label}
			checked={checked}
			disabled={disabled}
			onCheckedChange={onChange}
			className="relative h-[17px] w-[30px] flex-none rounded-full bg-line2 transition-colors disabled:opacity-45 data-[state=checked]:bg-create"
		>
			<RadixSwitch.Thumb className="block size-[13px] translate-x-[2px] rounded-full bg-text transition-transform data-[state=checked]:translate-x-[15px] data-[state=checked]:bg-bg" />
		</RadixSwitch.Root>
	);
}
