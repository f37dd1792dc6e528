'use client';
import { Component, type ReactNode } from 'react';
import { FailedState } from './states.tsx';

/**
 * A titled part of a page. What fails inside it is named in its place; the rest of the page lives on.
 */
export function Panel({
	title,
	note,
	actions,
	children,
	id,
}: {
	title: string;
	note?: ReactNode;
	actions?: ReactNode;
	children: ReactNode;
	id?: string;
}) {
	return (
		<section id={id} aria-label={title} className="flex min-h-0 min-w-0 flex-col">
			<header className="mb-2 flex min-h-6 flex-none items-center gap-2">
				<h2 className="text-xs font-semibold text-muted">{title}</h2>
				{note}
				<span className="flex-1" />
				{actions}
			</header>
			<PanelBoundary title={title}>{children}</PanelBoundary>
		</section>
	);
}

interface BoundaryProps {
	readonly title: string;
	readonly children: ReactNode;
}

class PanelBoundary extends Component<BoundaryProps, { failed: boolean }> {
	override state = { failed: false };
	static getDerivedStateFromError() {
		return { failed: true };
	}
	override render() {
		if (!this.state.failed) return this.props.children;
		return (
			<FailedState
				title={`${this.props.title} could not be drawn`}
				retry={() => this.setState({ failed: false })}
			>
				The rest of the page still works.
			</FailedState>
		);
	}
}
