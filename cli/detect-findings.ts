import { type RuleLevel, ruleLevels, type SigmaRule } from '@/core/detection/sigma/rule.ts';
import type { DetectionSubject } from '@/core/detection/subject.ts';
import { formatTime } from '@/core/event/time.ts';
import type { CliIo } from './io.ts';

/** A subject with the place that is reported for it. */
export interface PlacedSubject extends DetectionSubject {
	readonly path: string;
	readonly line: number | null;
}

export interface FindingOptions {
	readonly json: boolean;
	readonly failOn: RuleLevel | null;
}

/** Prints what is found as it is found, and counts. */
export class Findings {
	isFailing = false;
	private count = 0;
	private readonly rules = new Set<string>();

	constructor(
		private readonly options: FindingOptions,
		private readonly io: CliIo,
	) {}

	report(rule: SigmaRule, subjects: readonly PlacedSubject[]): void {
		this.count++;
		this.rules.add(rule.id);
		const { failOn, json } = this.options;
		if (failOn !== null && ruleLevels.indexOf(rule.level) >= ruleLevels.indexOf(failOn))
			this.isFailing = true;
		const last = subjects.at(-1);
		const time = last?.time ?? null;
		const finding = {
			rule: rule.id,
			title: rule.title,
			level: rule.level,
			path: last?.path ?? null,
			line: last?.line ?? null,
			time: time === null ? null : formatTime(time),
		};
		this.io.stdout(
			json
				? `${JSON.stringify(finding)}\n`
				: `${finding.level.padEnd(13)} ${finding.title}  ${finding.path}${finding.line === null ? '' : `:${finding.line}`}${finding.time === null ? '' : `  ${finding.time}`}${subjects.length > 1 ? `  (${subjects.length} events)` : ''}\n`,
		);
	}

	summarise(loaded: number): void {
		this.io.stderr(`${this.count} matches of ${this.rules.size} of ${loaded} rules\n`);
	}
}
