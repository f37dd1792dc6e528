import { createHmac, randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installationHome } from '@/cli/home.ts';
import { GatheredEvents, readAll } from './read-all.ts';

const key = randomBytes(16).toString('hex');
const hmac = (label: string, text: string) =>
	createHmac('sha256', key).update(`${label}\0${text}`).digest('hex');
const secret = `Vq9${randomBytes(12).toString('hex')}Wx`;
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'aftertrace-read-all-'));
	await cp('samples/pocketos', join(folder, 'pocketos'), { recursive: true });
	const line = (i: number, text: string) =>
		JSON.stringify({ time: new Date(Date.UTC(2026, 3, 24) + i * 1_000).toISOString(), text });
	const bare = [`sent ${secret} along`, 'tick', 'tock'].map((text, i) => line(i, text));
	await writeFile(join(folder, 'bare.ndjson'), bare.join('\n'));
	await writeFile(join(folder, 'bare-again.ndjson'), bare.slice(0, 2).join('\n'));
	await writeFile(join(folder, 'named.ndjson'), line(9, `password=${secret}`));
	await writeFile(join(folder, 'broken.ndjson'), `${bare[0]}\n{"time": broken\n${bare[1]}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(threads: number) {
	const gathered = new GatheredEvents();
	const quarantined: string[] = [];
	const counts = { records: 0, secretsRedacted: 0, duplicates: 0 };
	const paths = [folder, join(folder, 'missing.log')];
	const options = { key, hmac, workspace: 'test', home: installationHome, threads };
	for await (const batch of readAll(paths, options)) {
		counts.duplicates += gathered.add(batch.events) + batch.counts.duplicates;
		counts.records += batch.counts.records;
		counts.secretsRedacted += batch.counts.secretsRedacted;
		for (const { path, line, reason } of batch.quarantined)
			quarantined.push(`${path}:${line} ${reason}`);
	}
	const events = gathered.all().sort((a, b) => (a.id < b.id ? -1 : 1));
	return { events, counts, quarantined: quarantined.sort() };
}

test('threads read what one thread reads, with the secrets that another file names', async () => {
	const one = await read(0);
	const several = await read(3);
	expect(several).toEqual(one);
	expect(one.events.length).toBeGreaterThan(40);
	expect(one.counts.duplicates).toBe(4);
	expect(one.quarantined).toHaveLength(2);
	const text = JSON.stringify(several);
	expect(text).toContain('sent ‹');
	expect(text.includes(secret)).toBe(false);
});

test('of an event in several files, the place that comes first is kept, whichever is read first', async () => {
	const { events } = await read(0);
	const [a, b] = [events[0], events[1]];
	if (a === undefined || b === undefined) throw new Error('no events were read');
	const second = { ...a, origin: { ...a.origin, path: `${a.origin.path}-later` } };
	for (const order of [
		[a, second, b],
		[b, second, a],
	]) {
		const gathered = new GatheredEvents();
		expect(order.map((event) => gathered.add([event])).reduce((x, y) => x + y)).toBe(1);
		expect(new Set(gathered.all().map(({ origin }) => origin.path))).toEqual(
			new Set([a.origin.path, b.origin.path]),
		);
	}
	expect(await readFile(join(folder, 'bare.ndjson'), 'utf8')).toContain(secret);
});
