import { createHmac } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { createHitMatcher } from '@/core/detection/rule-hits.ts';
import { knownSecrets } from '@/core/secrets/known.ts';
import { type EventGroup, eventGroups } from './event-groups.ts';
import { InputSession } from './input-session.ts';
import { noting } from './learned-secrets.ts';
import { FilePlainness } from './plain-records.ts';
import type { ReadBatch } from './read-batch.ts';
import { eventReader, loadUnderstanding } from './reading.ts';
import type {
	FileToRead,
	FromWorker,
	LearnedFile,
	ToWorker,
	WorkerSetup,
} from './worker-messages.ts';

/** Groups that may be on their way to the store: beyond it this thread waits. */
const handedOverMax = 2;

const port = parentPort;
if (port === null) throw new Error('this file is the beginning of a thread');
const { options, key, known: earlier, importId, rules } = workerData as WorkerSetup;
const send = (message: FromWorker, transfer: readonly ArrayBuffer[] = []) =>
	port.postMessage(message, [...transfer]);

const hmac = (label: string, text: string) =>
	createHmac('sha256', key).update(`${label}\0`, 'utf8').update(text, 'utf8').digest('hex');
const readEvent = eventReader(await loadUnderstanding());
const matchRules = createHitMatcher(rules);

/** Learning comes first, reading with all secrets after it. */
let known = noting(knownSecrets(earlier));
let session = new InputSession({ ...options, hmac, known: known.known });

const waiting: FileToRead[] = [];
let isEnded = false;
let handedOver = 0;
let wake = () => {};
const woken = () =>
	new Promise<void>((resolve) => {
		wake = resolve;
	});

async function learn(files: readonly { index: number; path: string }[]): Promise<void> {
	const learned: LearnedFile[] = [];
	for (const { index, path } of files) {
		const { plain, readsAcross } = await session.learn(path);
		learned.push({ index, secrets: known.take(), plain: plain.data(), readsAcross });
	}
	send({ kind: 'learned', files: learned });
}

async function* batches(): AsyncGenerator<ReadBatch> {
	for (;;) {
		const file = waiting.shift();
		if (file !== undefined) {
			yield* session.readFile(file.path, file.bytes, FilePlainness.of(file.plain));
			continue;
		}
		if (isEnded) return;
		send({ kind: 'idle' });
		await woken();
	}
}

async function handOver(group: EventGroup): Promise<void> {
	const { buffer } = group.rows.bytes;
	send({ kind: 'group', group }, buffer instanceof ArrayBuffer ? [buffer] : []);
	handedOver++;
	while (handedOver >= handedOverMax) await woken();
}

async function read(): Promise<void> {
	const grouping = { workspace: options.workspace, importId, readEvent, matchRules };
	for await (const group of eventGroups(batches(), grouping)) await handOver(group);
	send({ kind: 'done', secrets: known.take() });
	port?.close();
}

/** What fails ends the thread; whoever started it is told. */
const ofThread = (work: Promise<void>) => {
	work.catch((error: unknown) => {
		setImmediate(() => {
			throw error;
		});
	});
};

port.on('message', (message: ToWorker) => {
	switch (message.kind) {
		case 'learn':
			ofThread(learn(message.files));
			return;
		case 'known': {
			const all = knownSecrets(earlier);
			for (const { secret, kind, print } of message.secrets) all.learn(secret, kind, print);
			known = noting(all);
			session = new InputSession({ ...options, hmac, known: known.known });
			ofThread(read());
			return;
		}
		case 'read':
			waiting.push(...message.files);
			wake();
			return;
		case 'taken':
			handedOver--;
			wake();
			return;
		case 'end':
			isEnded = true;
			wake();
			return;
		default:
			message satisfies never;
	}
});
send({ kind: 'ready' });
