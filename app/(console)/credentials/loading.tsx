import { Skeleton } from '@/components/ui/states.tsx';

export default function LoadingCredentials() {
	return (
		<div className="px-5 py-4">
			<Skeleton lines={12} label="Loading the credentials" />
		</div>
	);
}
