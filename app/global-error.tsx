'use client';
import './globals.css';
import { FailedState } from '@/components/ui/states.tsx';

export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
	return (
		<html lang="en">
			<body>
				<main className="mx-auto grid min-h-dvh max-w-lg content-center px-5">
					<title>Failed · Aftertrace</title>
					<h1 className="sr-only">Failed</h1>
					<FailedState title="The console could not draw this page" retry={reset}>
						The log of the console says why.
					</FailedState>
				</main>
			</body>
		</html>
	);
}
