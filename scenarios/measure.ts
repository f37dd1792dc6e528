import { createHash, createHmac } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Event } from '@/core/event/event.ts';
import { samePath } from '@/core/incidents/credentials.ts';
import type { IncidentDocument } from '@/core/incidents/document.ts';
import { type Inventory, inventorySchema } from '@/core/incidents/inventory.ts';
import { type Reconstruction, reconstruct } from '@/core/incidents/reconstruct.ts';
import { readInput } from '@/server/ingest/read-input.ts';
import { loadCedarEngine } from '@/server/parsers/cedar-engine.ts';
import type { Scenario } from './kit.ts';
import { understanding } from './recording.ts';

/** Counts of one scenario; sums of them give the shares that a bench prints. */
export interface Score {
	readonly found: boolean;
	readonly expected: boolean;
	/** Null where the truth does not state one. */
	readonly severity: boolean | null;
	readonly joins: Counts;
	readonly effects: Counts;
	readonly roots: Counts;
	/** Steps of the chain that have nothing to do with the incident. */
	readonly strays: number;
	readonly origin: boolean | null;
	readonly verdicts: {
		readonly right: number;
		readonly stated: number;
		readonly wrong: readonly string[];
	};
	/** Policies that Cedar was asked about, and those that deny the impact and allow what the task needed. */
	readonly policies: { readonly right: number; readonly stated: number };
	readonly ms: number;
}

export interface Counts {
	readonly right: number;
	readonly stated: number;
	readonly wanted: number;
}

/** Writes a scenario's logs, reads them as any logs are read, reconstructs, and holds the result against the truth. */
export async function measure(scenario: Scenario): Promise<Score> {
	const folder = await mkdtemp(join(tmpdir(), 'aftertrace-scenario-'));
	try {
		for (const [name, text] of Object.entries(scenario.files)) {
			await mkdir(dirname(join(folder, name)), { recursive: true });
			await writeFile(join(folder, name), text);
		}
		const started = performance.now();
		const { result, events } = await reconstructFolder(folder);
		return score(scenario, result, events, folder, performance.now() - started);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function reconstructFolder(
	folder: string,
): Promise<{ result: Reconstruction; events: Event[] }> {
	const hmac = (label: string, text: string): string =>
		createHmac('sha256', 'scenario').update(`${label}\0${text}`).digest('hex');
	const events: Event[] = [];
	const inventories: Inventory[] = [];
	for await (const batch of readInput([folder], { workspace: 'scenario', hmac })) {
		events.push(...batch.events);
		for (const { document } of batch.inventories) inventories.push(inventorySchema.parse(document));
	}
	const result = reconstruct({
		policyEngine: await loadCedarEngine(),
		events,
		inventories,
		understanding,
		digest: (text) => createHash('sha256').update(text).digest('hex'),
		tailHash: (length, tail) => hmac(`tail${length}`, tail).slice(0, 20),
	});
	return { result, events };
}

function score(
	scenario: Scenario,
	result: Reconstruction,
	events: readonly Event[],
	folder: string,
	ms: number,
): Score {
	const { truth } = scenario;
	const placeOf = new Map(
		events.map((event) => [
			event.id as string,
			`${(event.origin.path ?? '').slice(folder.length + 1)}:${event.origin.line}`,
		]),
	);
	const incident: IncidentDocument | undefined = result.incidents[0];
	const found = result.incidents.length > 0;
	const joins = result.joined.joins.map(
		(join): string => `${placeOf.get(join.call.event.id)}>${placeOf.get(join.record.event.id)}`,
	);
	const wantedJoins = truth.joins.map(([call, record]) => `${call}>${record}`);
	const effects = (incident?.effects ?? []).map(
		(effect) => `${effect.class} ${effect.resource.id}`,
	);
	const chain = (incident?.chain ?? []).map((step) => placeOf.get(step.eventId) ?? '');
	const obtained = incident?.credentials.find(
		(credential) => credential.obtained.how === truth.credential?.how,
	)?.obtained;
	const origin =
		truth.credential === null
			? null
			: obtained !== undefined &&
				(truth.credential.path === null || samePath(truth.credential.path, obtained.path ?? ''));
	const stated = Object.entries(truth.controls);
	const wrong = stated
		.filter(
			([id, verdict]) =>
				incident?.controls.find((control) => control.id === id)?.verdict !== verdict,
		)
		.map(
			([id, verdict]) =>
				`${id}: ${incident?.controls.find((control) => control.id === id)?.verdict ?? 'none'}, not ${verdict}`,
		);
	// Joins of calls that the truth does not speak of (reads) count neither way.
	const spoken = joins.filter((join) =>
		wantedJoins.some((wanted) => wanted.split('>')[0] === join.split('>')[0]),
	);
	const checks = (incident?.controls ?? []).flatMap((control) => control.policyCheck ?? []);
	const anyEffect = truth.effects.some(([, id]) => id === '*');
	return {
		found,
		expected: truth.incident,
		severity: truth.severity === null ? null : incident?.severity === truth.severity,
		joins: {
			right: spoken.filter((join) => wantedJoins.includes(join)).length,
			stated: spoken.length,
			wanted: wantedJoins.length,
		},
		effects: anyEffect
			? { right: Math.min(1, effects.length), stated: effects.length === 0 ? 0 : 1, wanted: 1 }
			: countsOf(
					effects,
					truth.effects.map(([effectClass, id]) => `${effectClass} ${id}`),
				),
		roots: {
			right: truth.roots.filter((place) => chain.includes(place)).length,
			stated: chain.length,
			wanted: truth.roots.length,
		},
		strays: chain.filter((place) => truth.noise.includes(place)).length,
		origin,
		policies: {
			right: checks.filter(
				(check) => check.denied === check.impact && check.allowed === check.needed,
			).length,
			stated: checks.length,
		},
		verdicts: { right: stated.length - wrong.length, stated: stated.length, wrong },
		ms,
	};
}

function countsOf(have: readonly string[], want: readonly string[]): Counts {
	const same = (a: string, b: string): boolean =>
		a === b ||
		(a.split(' ')[0] === b.split(' ')[0] &&
			(a.endsWith(`/${b.slice(b.indexOf(' ') + 1)}`) ||
				b.endsWith(`/${a.slice(a.indexOf(' ') + 1)}`)));
	return {
		right: want.filter((wanted) => have.some((each) => same(each, wanted))).length,
		stated: have.length,
		wanted: want.length,
	};
}
