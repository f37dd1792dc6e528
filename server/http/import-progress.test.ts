import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openImport } from '@/server/ingest/imports.ts';
import { runImport } from '@/server/ingest/run-import.ts';
import { installation } from '@/server/installation/installation.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { importProgress } from './import-progress.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());

const LINES = 30_000;

interface Progress {
	readonly state: string;
	readonly events: number;
	readonly records: number;
	readonly quarantine?: unknown;
}

/** Reads server-sent events as they come. */
async function* told(response: Response): AsyncGenerator<Progress> {
	const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
	for (let text = ''; ; ) {
		const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
		if (done) return;
		text += value;
		for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
			const [name, data] = text.slice(0, end).split('\n');
			text = text.slice(end + 2);
			expect(name).toBe('event: progress');
			yield JSON.parse(data?.slice('data: '.length) ?? '') as Progress;
		}
	}
}

async function answerOf(workspace: string, id: string, signal = new AbortController().signal) {
	return importProgress(actorIn(workspace), id, signal);
}

test('an import tells how it comes along while it runs, and the stream ends with it', async () => {
	let goOn = () => {};
	const firstTold = new Promise<void>((resolve) => {
		goOn = resolve;
	});
	const line = (i: number) =>
		`${JSON.stringify({ time: '2026-05-01T10:00:00Z', message: `m${i} ${'x'.repeat(2_000)}` })}\n`;
	// Longer than what is held back to look for secrets, so that something is stored before the end.
	const stream = (async function* () {
		for (let i = 0; i < LINES; i++) {
			yield Buffer.from(line(i));
			// A sender that takes its time: counts are written down once a second.
			if (i % 500 === 0) await pause(40);
		}
		await firstTold;
		yield Buffer.from(line(LINES));
	})();
	const running = runImport(
		actorIn(installed.workspace),
		{ name: 'slow', stream },
		{ name: 'slow' },
	);
	const { database } = installation().records;
	const { id } = await expect
		.poll(() => database.import.findFirst({ where: { source: 'slow' } }))
		.not.toBeNull()
		.then(
			async () => (await database.import.findFirst({ where: { source: 'slow' } })) ?? { id: '' },
		);
	const answer = await answerOf(installed.workspace, id);
	if (!answer.ok) throw new Error(answer.error.message);
	expect(answer.value.headers.get('content-type')).toBe('text/event-stream');
	const seen: Progress[] = [];
	for await (const progress of told(answer.value)) {
		seen.push(progress);
		if (progress.events > 0) goOn();
	}
	await running;
	const states = seen.map(({ state }) => state);
	expect(states[0]).toBe('running');
	expect(states.at(-1)).toBe('done');
	expect(seen.filter(({ state, events }) => state === 'running' && events > 0)).not.toEqual([]);
	const events = seen.map((each) => each.events);
	expect(events).toEqual(events.toSorted((a, b) => a - b));
	expect(events.at(-1)).toBe(LINES + 1);
	// The lines themselves are left to the import's own address.
	expect(seen.every((each) => each.quarantine === undefined)).toBe(true);
}, 120_000);

test('who goes away ends the stream, and another workspace learns nothing of the import', async () => {
	const opened = await openImport(actorIn(installed.workspace), 'open', null);
	if (!opened.ok) throw new Error(opened.error.message);
	expect(await answerOf(installed.other, opened.value.id)).toMatchObject({
		ok: false,
		error: { code: 'not-found' },
	});
	const gone = new AbortController();
	const answer = await answerOf(installed.workspace, opened.value.id, gone.signal);
	if (!answer.ok) throw new Error(answer.error.message);
	let first: Progress | null = null;
	// Ends by itself only when the stream does.
	for await (const progress of told(answer.value)) {
		first ??= progress;
		gone.abort();
		break;
	}
	expect(first).toMatchObject({ state: 'running', events: 0 });
});
