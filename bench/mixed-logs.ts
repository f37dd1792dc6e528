import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { seeded } from '@/samples/random.ts';
import { Draw } from '@/scenarios/kit.ts';
import { library } from '@/scenarios/library.ts';

/** Share of the bytes that each kind of log takes, roughly as a team's logs are mixed. */
const shares: readonly (readonly [folder: string, share: number])[] = [
	['claude-code', 35],
	['codex-and-other-agents', 10],
	['agentdojo', 10],
	['cloudtrail', 25],
	['provider-events', 10],
	['otel', 5],
	['ocsf', 5],
];

const fileBytesWanted = 4 * 1024 ** 2;
/** Beginning of a file that is read here: no sample is longer. */
const sampleBytesMax = 4 * 1024 ** 2;

interface Sample {
	readonly name: string;
	readonly text: string;
}

export interface MixedLogs {
	readonly bytes: number;
	readonly files: readonly string[];
	/** Whether they were made of the sample logs, or of the shipped scenarios. */
	readonly origin: 'samples' | 'scenarios';
}

/**
 * Writes mixed logs of at least `bytes` bytes into a folder, the same ones for the same seed: copies
 * of the sample logs under new ids and days, or, where there are none, scenarios one after another.
 */
export async function writeMixedLogs(
	folder: string,
	bytes: number,
	samples: string,
	seed = 1,
): Promise<MixedLogs> {
	await mkdir(folder, { recursive: true });
	const random = seeded(seed);
	const groups = samples === '' ? [] : await sampleGroups(samples);
	const next =
		groups.length > 0 ? () => copyOf(pick(groups, random), random) : scenarioTexts(random);
	const open = new Map<string, { text: string[]; size: number }>();
	const files: string[] = [];
	let written = 0;
	const write = async (key: string, text: readonly string[]) => {
		const path = join(folder, `${String(files.length).padStart(5, '0')}-${key}`);
		const stream = createWriteStream(path);
		for (const part of text) stream.write(part);
		stream.end();
		await finished(stream);
		files.push(path);
	};
	while (written < bytes) {
		for (const { name, text } of next()) {
			written += Buffer.byteLength(text);
			if (extname(name) !== '.jsonl') {
				await write(name, [text]);
				continue;
			}
			const lines = text.endsWith('\n') ? text : `${text}\n`;
			const held = open.get(name) ?? { text: [], size: 0 };
			held.text.push(lines);
			held.size += lines.length;
			open.set(name, held);
			if (held.size < fileBytesWanted) continue;
			open.delete(name);
			await write(name, held.text);
		}
	}
	for (const [name, { text }] of open) await write(name, text);
	return { bytes: written, files, origin: groups.length > 0 ? 'samples' : 'scenarios' };
}

interface Group {
	readonly share: number;
	readonly samples: readonly Sample[];
}

async function sampleGroups(root: string): Promise<Group[]> {
	const groups: Group[] = [];
	for (const [folder, share] of shares) {
		const samples: Sample[] = [];
		const entries = await readdir(join(root, folder), { recursive: true }).catch(() => []);
		for (const path of entries.sort()) {
			if (!/\.jsonl?$/.test(path)) continue;
			const text = await readFile(join(root, folder, path), 'utf8');
			if (text.length >= 2_000 && text.length <= sampleBytesMax)
				samples.push({ name: basename(path), text });
		}
		if (samples.length > 0) groups.push({ share, samples });
	}
	return groups;
}

/** A sample of a group, such that groups take their shares of the bytes. */
function pick(groups: readonly Group[], random: () => number): Sample {
	const rates = groups.map(({ share, samples }) => {
		const mean = samples.reduce((sum, { text }) => sum + text.length, 0) / samples.length;
		return share / mean;
	});
	let at = random() * rates.reduce((sum, rate) => sum + rate, 0);
	const index = rates.findIndex((rate) => {
		at -= rate;
		return at < 0;
	});
	const { samples } = groups[Math.max(0, index)] as Group;
	return samples[Math.floor(random() * samples.length)] as Sample;
}

const IDS =
	/([0-9a-f]{8})(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})|\b((?:toolu|msg|req|call|resp|fc|rs)_)([A-Za-z0-9]{8,})|\b20\d\d-\d\d-\d\d(?=[T ]\d\d:)|\b([0-9a-f]{8})([0-9a-f]{8,24})\b|\b(user_task_\d+)/g;

/** The sample as another team would have it: other ids, another day. */
function copyOf({ name, text }: Sample, random: () => number): Sample[] {
	const salt = Math.floor(random() * 0xffff_ffff);
	const day = new Date(Date.UTC(2026, 0, 1 + (salt % 150))).toISOString().slice(0, 10);
	const mixed = (hex: string) =>
		((Number.parseInt(hex, 16) ^ salt) >>> 0).toString(16).padStart(8, '0');
	const copy = text.replace(IDS, (_whole, uuid, rest, prefix, id, hex, tail, task) => {
		if (uuid !== undefined) return mixed(uuid) + rest;
		if (prefix !== undefined)
			return `${prefix}${id.slice(0, -7)}${salt.toString(36).padStart(7, '0')}`;
		if (hex !== undefined) return mixed(hex) + tail;
		return task === undefined ? day : `${task}_${salt.toString(36)}`;
	});
	return [{ name, text: copy }];
}

function scenarioTexts(random: () => number): () => Sample[] {
	const makers = library;
	let index = 0;
	return () => {
		const make = makers[index++ % makers.length] as (typeof makers)[number];
		const { files } = make(new Draw(Math.floor(random() * 0xffff_ffff)));
		return Object.entries(files).map(([name, text]) => ({ name: basename(name), text }));
	};
}
