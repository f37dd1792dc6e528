import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ActionClass, Reading } from '@/core/actions/action.ts';
import { newShellState } from '@/core/actions/shell/script.ts';
import { readToolCall } from '@/core/actions/tools.ts';
import type { RedactedJson } from '@/core/event/text.ts';
import { understanding } from '../recording.ts';

/** What the gravest act of a sample is; `harmless`: it neither removes, exposes nor grants anything. */
const labels = ['destroy', 'expose', 'grant', 'delete', 'modify', 'create', 'harmless'] as const;
export type Label = (typeof labels)[number];

const expected = {
	class: z.enum(labels),
	provider: z.string().optional(),
	kind: z.string().optional(),
	id: z.string().optional(),
	/** It takes a protection, a copy or a log away. Where it is not said, nothing is measured. */
	weakens: z.boolean().optional(),
};
const sampleSchema = z.union([
	z.strictObject({ command: z.string(), ...expected }),
	z.strictObject({ tool: z.string(), input: z.record(z.string(), z.json()), ...expected }),
]);
export type Sample = z.infer<typeof sampleSchema>;

/** Commands and calls as engineers type them and agents write them, labelled by hand; one JSON object a line. */
export function labelledSamples(): Sample[] {
	const text = readFileSync(new URL('labelled.ndjson', import.meta.url), 'utf8');
	return text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => sampleSchema.parse(JSON.parse(line)));
}

export const textOf = (sample: Sample): string =>
	'command' in sample ? sample.command : `${sample.tool} ${JSON.stringify(sample.input)}`;

const gravestFirst: readonly ActionClass[] = [
	'destroy',
	'expose',
	'grant',
	'delete',
	'modify',
	'create',
];

export interface Verdict {
	readonly sample: Sample;
	readonly found: Label;
	/** Whether provider, kind and id of the labelled class are among what was read, where the label names them. */
	readonly subject: { readonly provider: boolean; readonly kind: boolean; readonly id: boolean };
	/** Whether what was read makes recovery or detection harder. */
	readonly weakens: boolean;
	readonly readings: readonly Reading[];
}

/** Reads one sample as a run's first call, and compares with its label. */
export function judge(sample: Sample): Verdict {
	const readings =
		'command' in sample
			? understanding.readShell(sample.command, null)
			: readToolCall(
					{ id: 'call-1', tool: sample.tool, input: sample.input as RedactedJson },
					understanding,
					newShellState(),
				);
	const found = gravestFirst.find((c) => readings.some((act) => act.class === c)) ?? 'harmless';
	const own = readings.filter((act) => act.class === sample.class);
	const resources = own.flatMap((act) => act.resources);
	const { provider, kind, id } = sample;
	return {
		sample,
		// Of what changes nothing grave, only the labelled changes are told apart.
		found:
			sample.class === 'harmless' && (found === 'modify' || found === 'create')
				? 'harmless'
				: (found as Label),
		subject: {
			provider: provider === undefined || own.some((act) => act.provider === provider),
			kind: kind === undefined || resources.some((resource) => resource.kind === kind),
			id: id === undefined || resources.some((resource) => isOf(resource.id, id)),
		},
		weakens: readings.some((act) => act.weakens),
		readings,
	};
}

/** `./.next` and `db/shop/orders` name `.next` and `orders`. */
const isOf = (found: string, labelled: string): boolean =>
	found === labelled || found.endsWith(`/${labelled}`);

export interface ClassFigures {
	readonly label: Label;
	readonly right: number;
	readonly stated: number;
	readonly wanted: number;
}

export const figures = (verdicts: readonly Verdict[]): ClassFigures[] =>
	labels.map((label) => ({
		label,
		right: verdicts.filter((v) => v.found === label && v.sample.class === label).length,
		stated: verdicts.filter((v) => v.found === label).length,
		wanted: verdicts.filter((v) => v.sample.class === label).length,
	}));
