import {
	AppRouterContext,
	type AppRouterInstance,
} from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { IncidentView } from '@/core/incidents/workspace-view.ts';
import { QueryProvider } from '../query-provider.tsx';
import { IncidentWorkspace } from './incident-workspace.tsx';
import { sampleView, untimedView } from './sample-view.ts';

/** A router that leads nowhere: what is drawn once never asks it. */
const router = {
	back: () => {},
	forward: () => {},
	refresh: () => {},
	push: () => {},
	replace: () => {},
	prefetch: () => {},
};

const drawn = (view: IncidentView, params: Record<string, string> = {}): string =>
	renderToStaticMarkup(
		<AppRouterContext.Provider value={router as unknown as AppRouterInstance}>
			<QueryProvider>
				<IncidentWorkspace view={view} params={params} me="somebody" crumb="Incidents" />
			</QueryProvider>
		</AppRouterContext.Provider>,
	);

describe('the workspace as the server draws it', () => {
	it('shows the figures, every chain step, every effect and all eight controls', () => {
		const html = drawn(sampleView);
		expect(html).toContain('41.6 s');
		expect(html).toContain('8.742 s');
		expect(html.match(/data-testid="effect"/g)).toHaveLength(sampleView.document.effects.length);
		expect(html.match(/role="switch"/g)).toHaveLength(8);
		for (const step of sampleView.document.chain) expect(html).toContain(step.summary.slice(0, 12));
	});

	it('draws the view that the address names: a control on, its effects kept', () => {
		const html = drawn(sampleView, { on: 'isolated-backups' });
		expect(html.match(/data-prevented="true"/g)).toHaveLength(3);
		expect(html).toContain('1 of 4 effects remain');
	});

	it('invents no time where the source has none', () => {
		const html = drawn(untimedView);
		expect(html).toContain('The source has no times');
		expect(html).toContain('unknown');
		expect(html).not.toContain('in view');
	});

	it('stands with a document that has nothing but a title', () => {
		const { document } = sampleView;
		const bare: IncidentView = {
			...sampleView,
			timeline: [],
			document: {
				...document,
				impact: null,
				agents: [],
				task: null,
				credentials: [],
				chain: [],
				effects: [],
				atRisk: [],
				detections: [],
				evidence: [],
				gaps: [],
				claims: [],
				controls: document.controls.map((control) => ({
					...control,
					verdict: 'not-applicable',
					stopsAt: null,
					prevented: [],
				})),
			},
		};
		const html = drawn(bare);
		expect(html).toContain('Nothing changed');
		expect(html).toContain('No events to draw');
		expect(html).toContain('Choose an event');
	});

	it('shows markup, links and reordering characters of a log as text', () => {
		const hostile = '<img src=x onerror=alert(1)> https://evil.test \u202egnp.exe';
		const chain = sampleView.document.chain.map((step) => ({ ...step, summary: hostile }));
		const html = drawn({
			...sampleView,
			document: { ...sampleView.document, title: hostile, chain },
		});
		expect(html).not.toContain('<img');
		expect(html).not.toContain('href="https://evil.test');
		expect(html).not.toContain('\u202e');
		expect(html).toContain('RLO');
	});
});
