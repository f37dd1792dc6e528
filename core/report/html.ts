import type { IncidentDocument } from '../incidents/document.ts';
import type { InputSummary } from '../incidents/input-summary.ts';
import { duration, inputLine, noIncident, place, provenance } from './words.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const STYLE =
	':root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.3rem}h2{font-size:1.15rem;margin-top:2.5rem}h3{font-size:1rem}code{font:12.5px ui-monospace,monospace;overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8884;vertical-align:top}blockquote{border-left:3px solid #8888;margin:0;padding-left:1rem}li{margin:.35rem 0}.severity{font-weight:600;text-transform:capitalize}.why{opacity:.75}@media print{body{margin:0}}';

/** The incidents as one self-contained HTML page: no script, nothing loaded, log content inert. */
export function reportHtml(
	incidents: readonly IncidentDocument[],
	input: InputSummary | null,
	runs: number,
): string {
	const body =
		incidents.length === 0 ? `<p>${noIncident(runs)}</p>` : incidents.map(one).join('\n');
	return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escaped(incidents[0]?.title ?? 'Reconstruction')}</title><style>${STYLE}</style></head><body>\n${input === null ? '' : `<h1>Reconstruction</h1>\n<p>${escaped(inputLine(input))}</p>\n`}${body}\n</body></html>\n`;
}

function one(incident: IncidentDocument): string {
	const source = new Map(
		incident.evidence.map((entry) => [
			entry.eventId,
			`${entry.source.path ?? entry.source.request ?? entry.source.format}${entry.source.line == null ? '' : `:${entry.source.line}`}`,
		]),
	);
	const cells = (values: readonly string[], tag = 'td'): string =>
		`<tr>${values.map((value) => `<${tag}>${escaped(value)}</${tag}>`).join('')}</tr>`;
	const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
		`<table><thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row)).join('')}</tbody></table>`;
	return [
		`<h2>${escaped(incident.title)}</h2>`,
		`<p><span class="severity">${incident.severity}</span> · ${escaped(incident.window.start ?? 'no times')} – ${escaped(incident.window.end ?? '')} · exposure to impact ${duration(incident.metrics.exposureToImpactMs)} · impact ${duration(incident.impact?.durationMs ?? null)}</p>`,
		incident.task === null ? '' : `<blockquote>${escaped(incident.task.text)}</blockquote>`,
		'<h3>Root-cause chain</h3><ol>',
		...incident.chain.map(
			(step) =>
				`<li><b>${step.role}</b> ${escaped(step.time ?? '')} ${escaped(step.summary)} <code>${escaped(source.get(step.eventId) ?? step.eventId)}</code>${step.causes.length === 0 ? '' : `<br><span class="why">because of ${escaped(step.causes.map(provenance).join('; '))}</span>`}</li>`,
		),
		'</ol><h3>Blast radius</h3>',
		table(
			['effect', 'resource', 'when', 'recoverable', 'confirmed by', 'evidence'],
			incident.effects.map((effect) => [
				effect.viaContainment ? `${effect.class}, fell with it` : effect.class,
				place(effect.resource),
				effect.time ?? '',
				effect.recoverable,
				effect.confirmedBy,
				source.get(effect.eventId) ?? effect.eventId,
			]),
		),
		incident.atRisk.length === 0
			? ''
			: `<p>At risk and untouched: ${escaped(incident.atRisk.map(place).join(', '))}.</p>`,
		'<h3>What would have stopped it</h3>',
		table(
			['control', 'verdict', 'why'],
			incident.controls.map((control) => [control.id, control.verdict, control.why]),
		),
		incident.gaps.length === 0
			? ''
			: `<h3>Not established</h3><ul>${incident.gaps.map((gap) => `<li>${escaped(gap)}</li>`).join('')}</ul>`,
	].join('\n');
}
