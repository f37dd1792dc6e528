import { Skeleton } from '@/components/ui/states.tsx';

/** The workspace's outline while its events are fetched. */
export default function LoadingIncident() {
	return (
		<div className="flex min-h-full flex-col">
			<div className="border-b border-line px-5 py-4">
				<Skeleton lines={3} label="Loading the incident" />
			</div>
			<div className="h-85 border-b border-line px-5 py-3">
				<div className="h-full animate-pulse-slow rounded-lg bg-surface" />
			</div>
			<div className="grid flex-1 gap-8 px-5 py-4 lg:grid-cols-3">
				<Skeleton lines={10} label="Loading the chain" />
				<Skeleton lines={8} label="Loading the effects" />
				<Skeleton lines={9} label="Loading the evidence" />
			</div>
		</div>
	);
}
