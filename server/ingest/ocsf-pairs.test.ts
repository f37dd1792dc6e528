import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Event } from '@/core/event/event.ts';
import { readInput } from './read-input.ts';

const samples = process.env.AFTERTRACE_SAMPLES;
const folder = path.join(samples ?? '', 'ocsf/examples/markdown');

/** The same act as its product logged it and as OCSF has it. */
const pairs = [
	'AWS/v1.1.0/CloudTrail/API Activity/samples/generic_api_activity',
	'AWS/v1.1.0/CloudTrail/Account Change/samples/account_change',
	'AWS/v1.1.0/CloudTrail/Authentication/samples/authentication',
	'AWS/v1.5.0/CloudTrail/Account Change/samples/account_change',
	'AWS/v1.1.0/EKS Audit Logs/samples/eks',
	'GitHub/v1.3.0/Github Audit Logs/API Activity/samples/api_activity',
	'GitHub/v1.3.0/Github Audit Logs/Account Change/samples/account_change',
	'GitHub/v1.3.0/Github Audit Logs/Group Management/samples/group_management',
	'GitHub/v1.3.0/Github Audit Logs/Authentication/samples/authentication',
];

async function firstEvent(file: string): Promise<Event | undefined> {
	const hmac = (label: string, text: string) => `${label}${text.length}`;
	for await (const batch of readInput([file], { workspace: 'w', hmac })) {
		if (batch.events[0] !== undefined) return batch.events[0];
	}
	return undefined;
}

const faceOf = (event: Event | undefined) => ({
	time: Math.floor((event?.time ?? 0) / 1e6),
	operation: event?.record?.operation,
	principal: event?.record?.principal,
	outcome: event?.record?.outcome,
});

test.skipIf(samples === undefined).each(pairs)(
	'%s: the raw record and the OCSF record agree on operation, actor, time and outcome',
	async (pair) => {
		const raw = await firstEvent(path.join(folder, `${pair}.raw`));
		const ocsf = await firstEvent(path.join(folder, `${pair}.ocsf`));
		expect(readFileSync(path.join(folder, `${pair}.ocsf`), 'utf8')).toContain('class_uid');
		expect(ocsf?.origin.format).toBe('ocsf');
		expect(faceOf(ocsf)).toEqual(faceOf(raw));
	},
);
