import { z } from 'zod';
import type { IncidentDocument } from '../incidents/document.ts';
import { reportHtml } from './html.ts';
import { reportMarkdown } from './markdown.ts';

export const reportFormats = ['html', 'markdown', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];
export const reportParamsSchema = z.object({ format: z.enum(reportFormats).default('html') });

export interface Report {
	readonly text: string;
	readonly type: string;
	readonly extension: string;
}

/** One incident as a report to hand on. */
export function reportOf(incident: IncidentDocument, format: ReportFormat): Report {
	switch (format) {
		case 'html':
			return {
				text: reportHtml([incident], null, 1),
				type: 'text/html; charset=utf-8',
				extension: 'html',
			};
		case 'markdown':
			return {
				text: reportMarkdown([incident], null, 1),
				type: 'text/markdown; charset=utf-8',
				extension: 'md',
			};
		case 'json':
			return {
				text: `${JSON.stringify(incident, null, 2)}\n`,
				type: 'application/json',
				extension: 'json',
			};
		default:
			return format satisfies never;
	}
}
