import type { ControlReplay, IncidentDocument, Resource } from '../incidents/document.ts';
import type { InputSummary } from '../incidents/input-summary.ts';
import { duration, noIncident, place, provenance } from './words.ts';

/** The incidents for a terminal: what a person under pressure reads first, first. */
export function reportText(
	incidents: readonly IncidentDocument[],
	input: InputSummary,
	options: { readonly colour: boolean; readonly runs: number },
): string {
	const paint = (code: string, text: string): string =>
		options.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
	const head = `${input.files} files, ${input.records} records, ${input.events} events; ${input.secretsRedacted} secrets redacted; ${input.quarantined.length} quarantined\n`;
	if (incidents.length === 0) return `${head}\n${noIncident(options.runs)}\n`;
	return `${head}\n${incidents.map((incident) => one(incident, paint)).join('\n')}`;
}

type Paint = (code: string, text: string) => string;

function one(incident: IncidentDocument, paint: Paint): string {
	const lines: string[] = [];
	const severity =
		incident.severity === 'critical' || incident.severity === 'high' ? '1;31' : '1;33';
	lines.push(
		`${paint(severity, incident.severity.toUpperCase())}  ${paint('1', incident.title)}`,
		`  ${incident.id}   ${incident.window.start ?? 'no times'} – ${incident.window.end ?? ''}`,
	);
	lines.push(
		`  exposure to impact ${duration(incident.metrics.exposureToImpactMs)}, impact ${duration(incident.impact?.durationMs ?? null)}, ${incident.effects.length} effects`,
		'',
	);
	if (incident.task !== null)
		lines.push(`  Task: “${incident.task.text.replace(/\s+/g, ' ').slice(0, 160)}”`, '');
	lines.push(paint('1', '  Root-cause chain'));
	for (const step of incident.chain) {
		lines.push(
			`  ${String(step.step).padStart(3)}  ${(step.time ?? '').slice(11, 23).padEnd(12)} ${paint('36', step.role)}: ${step.summary}`,
		);
		if (step.causes.length > 0)
			lines.push(`                      because of ${step.causes.map(provenance).join('; ')}`);
	}
	lines.push('', paint('1', '  Blast radius'));
	for (const effect of incident.effects)
		lines.push(
			`    ${effect.viaContainment ? '└ ' : ''}${effect.class} ${place(effect.resource)}${effect.viaContainment ? ' (fell with it)' : ''}, recoverable: ${effect.recoverable}, confirmed by ${effect.confirmedBy}`,
		);
	if (incident.effects.length === 0) lines.push('    nothing changed');
	if (incident.atRisk.length > 0)
		lines.push(
			`    at risk, untouched: ${incident.atRisk
				.slice(0, 6)
				.map((resource: Resource) => place(resource))
				.join(', ')}${incident.atRisk.length > 6 ? ` and ${incident.atRisk.length - 6} more` : ''}`,
		);
	lines.push('', paint('1', '  What would have stopped it'));
	for (const control of incident.controls)
		lines.push(`    ${verdictText(control).padEnd(16)} ${control.id}: ${control.why}`);
	lines.push('', paint('1', '  Evidence'));
	for (const entry of incident.evidence)
		lines.push(
			`    ${entry.source.path ?? entry.source.request ?? ''}${entry.source.line == null ? '' : `:${entry.source.line}`}  ${entry.summary}`,
		);
	if (incident.gaps.length > 0)
		lines.push('', paint('1', '  Not established'), ...incident.gaps.map((gap) => `    ${gap}`));
	return `${lines.join('\n')}\n`;
}

const verdictText = (control: ControlReplay): string => control.verdict;
