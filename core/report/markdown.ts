import type { IncidentDocument } from '../incidents/document.ts';
import type { InputSummary } from '../incidents/input-summary.ts';
import { duration, inputLine, noIncident, place, provenance } from './words.ts';

/** Log content inside Markdown: characters that would format or link are escaped, so it stays text. */
const inert = (text: string): string =>
	text
		.replace(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&')
		.replace(/https?:/g, (scheme) => `${scheme.slice(0, -1)}\u200b:`)
		.replace(/\s+/g, ' ');

/** The incidents as a Markdown report. */
export function reportMarkdown(
	incidents: readonly IncidentDocument[],
	input: InputSummary | null,
	runs: number,
): string {
	const head = input === null ? '' : `# Reconstruction\n\n${inputLine(input)}\n`;
	if (incidents.length === 0) return `${head}\n${noIncident(runs)}\n`;
	return `${head}${head === '' ? '' : '\n'}${incidents.map(one).join('\n---\n\n')}`;
}

function one(incident: IncidentDocument): string {
	const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
	const evidence = new Map(
		incident.evidence.map((entry) => [
			entry.eventId,
			`${entry.source.path ?? entry.source.request ?? entry.source.format}${entry.source.line == null ? '' : `:${entry.source.line}`}`,
		]),
	);
	return [
		`## ${inert(incident.title)}`,
		'',
		`**${incident.severity}** · ${incident.window.start ?? 'no times'} – ${incident.window.end ?? ''} · exposure to impact ${duration(incident.metrics.exposureToImpactMs)} · impact ${duration(incident.impact?.durationMs ?? null)}`,
		'',
		...(incident.task === null ? [] : [`> ${inert(incident.task.text)}`, '']),
		'### Root-cause chain',
		'',
		...incident.chain.flatMap((step) => [
			`${step.step}. **${step.role}** ${step.time ?? ''}: ${inert(step.summary)} (\`${evidence.get(step.eventId) ?? step.eventId}\`)${step.causes.length === 0 ? '' : `. Because of ${inert(step.causes.map(provenance).join('; '))}`}`,
		]),
		'',
		'### Blast radius',
		'',
		row(['effect', 'resource', 'when', 'recoverable', 'confirmed by', 'evidence']),
		row(['---', '---', '---', '---', '---', '---']),
		...incident.effects.map((effect) =>
			row([
				effect.viaContainment ? `${effect.class}, fell with it` : effect.class,
				inert(place(effect.resource)),
				effect.time ?? '',
				effect.recoverable,
				effect.confirmedBy,
				`\`${evidence.get(effect.eventId) ?? effect.eventId}\``,
			]),
		),
		'',
		...(incident.atRisk.length === 0
			? []
			: [`At risk and untouched: ${inert(incident.atRisk.map(place).join(', '))}.`, '']),
		'### What would have stopped it',
		'',
		row(['control', 'verdict', 'why']),
		row(['---', '---', '---']),
		...incident.controls.map((control) => row([control.id, control.verdict, inert(control.why)])),
		'',
		...(incident.gaps.length === 0
			? []
			: ['### Not established', '', ...incident.gaps.map((gap) => `- ${inert(gap)}`), '']),
	].join('\n');
}
