import { Skeleton } from '@/components/ui/states.tsx';

export default function LoadingIncidents() {
	return (
		<div className="px-5 py-4">
			<Skeleton lines={8} label="Loading the incidents" />
		</div>
	);
}
