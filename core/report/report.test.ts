import { describe, expect, it } from 'vitest';
import { Recording } from '@/scenarios/recording.ts';
import { reportFormats, reportOf } from './formats.ts';

const hostile = '<img src=x onerror=alert(1)> [click](https://evil.example) |table| `code`';
const incident = new Recording()
	.prompt(`Look at staging. ${hostile}`)
	.shell('aws s3 rb s3://shop-prod-data --force', 'ok')
	.reconstruct().incidents[0];

describe('a report', () => {
	if (incident === undefined) throw new Error('the recording holds an incident');

	it('keeps log content inert: no tag, no link, no table of its own', () => {
		expect(reportOf(incident, 'html').text).not.toMatch(/<img|<a |<script/);
		expect(reportOf(incident, 'markdown').text).not.toMatch(
			/(?<!\\)<img|(?<!\\)\]\(https|(?<!\\)`code/,
		);
	});

	it('names the effect, every control and the evidence’s file and line in each format', () => {
		for (const format of reportFormats) {
			const { text } = reportOf(incident, format);
			expect(text).toContain('shop-prod-data');
			for (const control of incident.controls) expect(text, format).toContain(control.id);
			expect(text, format).toMatch(/run-1\.jsonl(:2|",\s+"line": 2)/);
		}
	});
});
