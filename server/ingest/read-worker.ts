import { createHmac } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { knownSecrets } from '@/core/secrets/known.ts';
import type { EventGroup } from './event-groups.ts';
import { InputSession } from './input-session.ts';
import { noting } from './learned-secrets.ts';
import { FilePlainness } from './plain-records.ts';
import type { ReadBatch } from './read-batch.ts';
import type {
	FileToRead,
	FromWorker,
	Gives,
	LearnedFile,
	ToWorker,
	WorkerSetup,
} from './worker-messages.ts';

/** Groups or batches (8 MB each) that may be on their way while one is stored: then this thread waits. */
const handedOverMax = 1;

const port = parentPort;
if (port === null) throw new Error('this file is the beginning of a thread');
const { options, key, known: earlier, gives } = workerData as WorkerSetup;
const send = (message: FromWorker, transfer: readonly ArrayBuffer[] = []) =>
	port.postMessage(message, [...transfer]);

const hmac = (label: string, text: string) =>
	createHmac('sha256', key).update(`${label}\0`, 'utf8').update(text, 'utf8').digest('hex');
const groupsOf = gives.kind === 'groups' ? await grouping(gives) : null;

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

/** What makes groups of batches; loaded only where it is wanted. */
async function grouping({ importId, rules }: Gives & { kind: 'groups' }) {
	const [{ eventGroups }, { eventReader, loadUnderstanding }, { createHitMatcher }] =
		await Promise.all([
			import('./event-groups.ts'),
			import('./reading.ts'),
			import('@/core/detection/rule-hits.ts'),
		]);
	const readEvent = eventReader(await loadUnderstanding());
	const matchRules = createHitMatcher(rules);
	const { workspace } = options;
	return (read: AsyncIterable<ReadBatch>): AsyncIterable<EventGroup> =>
		eventGroups(read, { workspace, importId, readEvent, matchRules });
}

async function handOver(message: FromWorker, transfer: readonly ArrayBuffer[] = []): Promise<void> {
	send(message, transfer);
	handedOver++;
	while (handedOver >= handedOverMax) await woken();
}

async function read(): Promise<void> {
	if (groupsOf === null) {
		for await (const batch of batches()) await handOver({ kind: 'batch', batch });
	} else {
		for await (const group of groupsOf(batches())) {
			const { buffer } = group.rows.bytes;
			await handOver({ kind: 'group', group }, buffer instanceof ArrayBuffer ? [buffer] : []);
		}
	}
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
