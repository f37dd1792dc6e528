import { Skeleton } from '@/components/ui/states.tsx';

export default function Loading() {
	return (
		<div className="px-5 py-4 max-sm:px-3">
			<Skeleton lines={12} label="Loading rules" />
		</div>
	);
}
