import type { Cause, Resource } from '../incidents/document.ts';
import type { InputSummary } from '../incidents/input-summary.ts';

/**
 * What is said where there is no incident. Without a run nobody was asked for anything: there is less
 * to say then.
 */
export const noIncident = (runs: number): string =>
	runs > 0
		? 'No incident: every run did what it was asked, as far as these logs show.'
		: 'No incident: no agent’s run is in these logs, and what providers recorded raises none by itself. “aftertrace detect” runs rules over the same logs.';

/** Milliseconds for people: `8.742 s`, `14 min 3 s`; unknown where null. */
export function duration(ms: number | null): string {
	if (ms === null) return 'unknown';
	if (ms < 1_000) return `${Math.round(ms)} ms`;
	if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 3 : 1)} s`;
	const minutes = Math.floor(ms / 60_000);
	if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1_000)} s`;
	const hours = Math.floor(minutes / 60);
	return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} d`;
}

/** `volume postgres-data in production`. */
export const place = (resource: Resource): string =>
	`${resource.kind} ${resource.name ?? resource.id}${resource.environment === 'unknown' ? '' : ` in ${resource.environment}`}`;

/** A cause in words: `step 4 (credential)`. */
export const provenance = (cause: Cause): string => {
	const what =
		cause.basis === 'value-provenance'
			? `${cause.valueKind ?? 'value'}${cause.value == null ? '' : ` ${cause.value}`}`
			: cause.basis.replace('-', ' ');
	return `step ${cause.step} (${what})`;
};

/** What was read, in a sentence. */
export const inputLine = (input: InputSummary): string =>
	`${input.files} files, ${input.records} records, ${input.events} events. ${input.secretsRedacted} secrets redacted, ${input.quarantined.length} records quarantined.`;
