'use client';
import { FailedState } from '@/components/ui/states.tsx';

export default function ConsoleError({
	error,
	reset,
}: {
	error: Error & { digest?: string };
	reset: () => void;
}) {
	return (
		<div className="mx-auto max-w-xl px-5 py-16">
			<h1 className="sr-only">Failed</h1>
			<FailedState title="This page could not be drawn" retry={reset}>
				The rest of the console still works. The log of the console says why
				{error.digest === undefined ? '.' : ` (reference ${error.digest}).`}
			</FailedState>
		</div>
	);
}
