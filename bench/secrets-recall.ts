import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rawText } from '@/core/event/text.ts';
import { isGenericKind, secretKind } from '@/core/secrets/kinds/registry.ts';
import { createRedactor } from '@/core/secrets/redactor.ts';
import {
	lookAlikesInContexts,
	type Specimen,
	secretsInContexts,
} from '@/scenarios/secrets-corpus.ts';
import { readRecords } from '@/server/ingest/read-records.ts';

const key = randomBytes(32);
const hmac = (label: string, text: string) =>
	createHmac('sha256', key).update(label).update('\u0000').update(text).digest('hex');

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const share = (part: number, whole: number): string =>
	`${part}/${whole} = ${(part / Math.max(1, whole)).toFixed(3)}`;
const isVerbose = process.env.VERBOSE !== undefined;

/** Kinds of what a text hides; identifiers, which stay readable, are none. */
const hiddenIn = (text: string): { text: string; kinds: string[] } => {
	const { text: redacted, found } = createRedactor({ hmac }).redactText(rawText(text));
	const kinds = found
		.map(({ kind }) => kind)
		.filter((kind) => secretKind(kind)?.identifier !== true);
	return { text: redacted, kinds };
};

/**
 * Recall and precision of redaction: on a corpus that is made up here and now (every kind in ten
 * contexts, and as many look-alikes), and on labelled specimens, `{rule, label: 0|1, text}` a line,
 * where the folder of sample logs holds some.
 */
export async function secretsRecall(folder: string): Promise<void> {
	await generated();
	const path = join(folder, 'secrets', 'labelled.jsonl');
	if (folder !== '' && existsSync(path)) labelled(path, join(folder, 'secrets', 'gitleaks.toml'));
}

async function generated(): Promise<void> {
	const seed = Number(process.env.SEED ?? randomBytes(4).readUInt32BE());
	const positives = secretsInContexts(seed % 1_000_000);
	const negatives = lookAlikesInContexts(positives.length);
	let hidden = 0;
	let named = 0;
	let alarms = 0;
	const missed = new Map<string, number>();
	for (const { kind, context, text, secret } of positives) {
		const { text: redacted, kinds } = hiddenIn(text);
		const isGone = secret !== null && !redacted.includes(secret) && kinds.length > 0;
		if (isGone) hidden++;
		else missed.set(`${kind} in ${context}`, 1);
		if (isGone && (kinds.includes(kind) || kinds.some((found) => sameProvider(found, kind))))
			named++;
	}
	const wrong = new Map<string, number>();
	for (const { kind, context, text } of negatives) {
		const { kinds } = hiddenIn(text);
		if (kinds.length === 0) continue;
		alarms++;
		const where = `${kind} in ${context} as ${kinds.join(', ')}`;
		wrong.set(where, (wrong.get(where) ?? 0) + 1);
	}
	const kinds = new Set(positives.map(({ kind }) => kind)).size;
	say(
		`generated: ${kinds} kinds, ${positives.length} secrets, ${negatives.length} look-alikes (SEED=${seed})`,
	);
	say(
		`  recall ${share(hidden, positives.length)}, precision ${share(hidden, hidden + alarms)}, kind named ${share(named, hidden)}`,
	);
	say(`  split into pieces of 5 bytes: recall ${await inPieces(positives)}`);
	if (!isVerbose) return;
	for (const where of [...missed.keys()].slice(0, 200)) say(`  missed ${where}`);
	for (const [where, times] of wrong) say(`  false alarm ${times} × ${where}`);
}

const sameProvider = (a: string, b: string): boolean =>
	!isGenericKind(a) && secretKind(a)?.provider === secretKind(b)?.provider;

/** As a stream whose pieces end inside the secret. */
async function inPieces(specimens: readonly Specimen[]): Promise<string> {
	const picked = specimens.filter((_, index) => index % 10 === 2);
	let hidden = 0;
	for (const { text, secret } of picked) {
		const bytes = Buffer.from(`${JSON.stringify({ time: '2026-05-01', message: text })}\n`);
		const pieces = (async function* () {
			for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5);
		})();
		let seen = '';
		for await (const record of readRecords(pieces)) {
			if (record.kind !== 'json') continue;
			seen += JSON.stringify(createRedactor({ hmac }).redactJson(record.value).value);
		}
		if (secret !== null && seen !== '' && !seen.includes(secret)) hidden++;
	}
	return share(hidden, picked.length);
}

/**
 * A negative says: this is no secret of that rule's kind. It may well hold another one. So beside
 * the strict count (anything hidden in a negative is wrong) stands the one by kind: wrong is a
 * finding of a kind that the rule's own positives are found as. Values that the rule's authors
 * excuse one by one, though they have the shape, are counted apart: nobody can tell them by reading.
 */
function labelled(path: string, rulesPath: string): void {
	const specimens = readFileSync(path, 'utf8')
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map((line) => JSON.parse(line) as { rule: string; label: number; text: string });
	const rules = existsSync(rulesPath) ? readFileSync(rulesPath, 'utf8') : '';
	const own = new Map<string, Set<string>>();
	let hits = 0;
	let positives = 0;
	for (const { rule, label, text } of specimens) {
		if (label !== 1) continue;
		positives++;
		const { kinds } = hiddenIn(text);
		if (kinds.length > 0) hits++;
		own.set(rule, new Set([...(own.get(rule) ?? []), ...kinds]));
	}
	let strict = 0;
	let excused = 0;
	let byKind = 0;
	for (const { rule, label, text } of specimens) {
		const { kinds } = label === 1 ? { kinds: [] } : hiddenIn(text);
		if (kinds.length === 0) continue;
		strict++;
		if (isExcusedByValue(rules, rule, text)) excused++;
		else if (kinds.some((kind) => own.get(rule)?.has(kind) === true)) {
			byKind++;
			if (isVerbose) say(`  false alarm ${rule} as ${kinds.join(', ')}`);
		}
	}
	say(`labelled: recall ${share(hits, positives)}`);
	say(`  precision, anything hidden in a negative is wrong: ${share(hits, hits + strict)}`);
	say(
		`  precision, by kind: ${share(hits, hits + byKind)} (${excused} negatives are excused by value, ${strict - excused - byKind} hold another kind)`,
	);
}

/** Whether the rule's allow list names the very value. */
function isExcusedByValue(rules: string, rule: string, text: string): boolean {
	const block = rules.split('[[rules]]').find((part) => part.includes(`id = "${rule}"`)) ?? '';
	const allowed = block.split('[[rules.allowlists]]').slice(1).join('\n');
	const values = [...allowed.matchAll(/[A-Za-z0-9_-]{20,}/g)].map(([value]) => value);
	return values.some((value) => text.includes(value));
}
