import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bareCredential } from '@/core/credentials/credential.ts';
import { value } from '@/core/credentials/fact.ts';
import { keepCredentials } from '@/server/credentials/keep.ts';
import {
	attestationOf,
	decideInReview,
	getReview,
	startReview,
} from '@/server/credentials/reviews.ts';
import { planAll } from '@/server/jobs/reminders.ts';
import { ensureWorkspace } from '@/server/records/workspaces.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { deliverNotices, testReminders } from './deliver.ts';
import { listNotices } from './notices.ts';
import { webhookSignature } from './send.ts';
import { changeReminders, getReminders, reminderChangeSchema } from './settings.ts';

interface Posted {
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: string;
}

let installed: TestInstallation;
let receiver: Server;
let mailServer: SMTPServer;
const posted: Posted[] = [];
const mails: { to: string[]; text: string }[] = [];
let answers: number[] = [];
let mailAnswers: number[] = [];

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
/** A new one for each test. */
let workspace = 'zero';
const actor = () => actorIn(workspace);
const dayMs = 86_400_000;
const start = Date.now();
const at = (days: number) => new Date(start + days * dayMs);
const unwrap = <T>(
	result: { ok: true; value: T } | { ok: false; error: { message: string } },
): T => {
	if (!result.ok) throw new Error(result.error.message);
	return result.value;
};
const change = async (given: object) =>
	unwrap(await changeReminders(actor(), reminderChangeSchema.parse(given)));
const keep = (name: string, endsInDays: number, owner: string | null = null, whose = actor()) =>
	keepCredentials(whose, [
		{
			credential: {
				...bareCredential('github-fine-grained-token', 'github'),
				name,
				providerId: name,
				expiresAt: value(at(endsInDays).toISOString()),
				status: 'active',
				...(owner === null ? {} : { owner: value(owner) }),
			},
			sightings: [],
			uses: [],
		},
	]);
const round = async (days: number) => {
	await planAll(at(days));
	while ((await deliverNotices(at(days))) > 0);
};

beforeAll(async () => {
	receiver = createServer(async (request, response) => {
		const parts: Buffer[] = [];
		for await (const part of request) parts.push(part as Buffer);
		posted.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
		response.writeHead(answers.shift() ?? 204).end();
	}).listen(0, '127.0.0.1');
	mailServer = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData: (stream, session, done) => {
			const parts: Buffer[] = [];
			stream.on('data', (part: Buffer) => parts.push(part));
			stream.on('end', () => {
				const code = mailAnswers.shift();
				if (code !== undefined)
					return done(Object.assign(new Error('refused'), { responseCode: code }));
				const to = session.envelope.rcptTo.map(({ address }) => address);
				mails.push({ to, text: Buffer.concat(parts).toString('utf8') });
				done();
			});
		},
	});
	await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve));
	installed = await testInstallation({
		AFTERTRACE_URL: 'https://console.example.org',
		AFTERTRACE_SMTP_URL: `smtp://127.0.0.1:${portOf(mailServer.server)}`,
		AFTERTRACE_MAIL_FROM: 'Aftertrace <aftertrace@example.org>',
	});
});
afterAll(async () => {
	await installed.close();
	receiver.close();
	await new Promise<void>((resolve) => mailServer.close(() => resolve()));
});
beforeEach(async () => {
	await installed.at.records.database.reminderSettings.deleteMany();
	await installed.at.records.database.notice.deleteMany();
	workspace = await ensureWorkspace(installed.at, `Workspace ${workspace}`, false);
	posted.length = 0;
	mails.length = 0;
	answers = [];
	mailAnswers = [];
});

const hook = () => `http://127.0.0.1:${portOf(receiver)}/hook`;
const bodies = () => posted.map(({ body }) => JSON.parse(body));

describe('the end of a credential', () => {
	test('is told 30, 14, 7 and 1 days ahead, once each, also after a restart', async () => {
		await change({ webhook: hook() });
		await keep('deploy', 40);
		for (const day of [0, 9, 10, 11, 26, 27, 33, 39, 39.5, 41]) {
			await round(day);
			await round(day);
		}
		expect(bodies().map(({ data }) => data.step)).toEqual([30, 14, 7, 1]);
		expect(bodies()[0]).toMatchObject({
			type: 'credentials.expiring',
			data: { message: '1 credential ends within 30 days', total: 1 },
		});
	});

	test('counts down anew when the end moved', async () => {
		await change({ webhook: hook() });
		await keep('deploy', 20);
		await round(0);
		await keep('deploy', 29);
		await round(1);
		expect(bodies().map(({ data }) => [data.step, data.credentials[0].endsAt])).toEqual([
			[30, at(20).toISOString()],
			[30, at(29).toISOString()],
		]);
	});

	test('goes by mail to those who hear of all, and to owners whose address is known', async () => {
		await change({
			mailTo: ['security@example.org'],
			mailOwners: true,
			addresses: { Payments: 'payments@example.org' },
		});
		await keep('ci', 6, 'Payments');
		await keep('sync', 6, 'ana@example.org');
		await keep('orphan', 6, 'Nobody knows whom');
		await round(0);
		const to = (address: string) => mails.find((mail) => mail.to.includes(address))?.text ?? '';
		expect(mails.flatMap((mail) => mail.to).sort()).toEqual([
			'ana@example.org',
			'payments@example.org',
			'security@example.org',
		]);
		expect(to('security@example.org')).toContain('Subject: 3 credentials end within 7 days');
		expect(to('payments@example.org')).toContain('- ci (');
		expect(to('payments@example.org')).not.toContain('sync');
	});

	test('is not noted as told while nobody is to be told', async () => {
		await keep('deploy', 5);
		await round(0);
		await change({ webhook: hook() });
		await round(1);
		expect(bodies().map(({ data }) => data.step)).toEqual([7]);
	});

	test('of another workspace is not told', async () => {
		await change({ webhook: hook() });
		await keep('deploy', 5, null, actorIn(installed.other));
		await round(0);
		expect(posted).toEqual([]);
	});
});

describe('a webhook', () => {
	test('is signed as Standard Webhooks has it, and holds no secret', async () => {
		const { webhookSecret } = await change({ webhook: hook() });
		await keep('deploy', 5);
		await round(0);
		const [{ headers, body }] = posted as [Posted];
		expect(headers['webhook-signature']).toBe(
			webhookSignature(
				webhookSecret ?? '',
				String(headers['webhook-id']),
				Number(headers['webhook-timestamp']),
				body,
			),
		);
		expect(body).not.toContain(webhookSecret);
		expect(JSON.stringify(unwrap(await getReminders(actor())))).not.toContain(webhookSecret);
	});

	test('has the signature of the specification’s example', () => {
		// Standard Webhooks 1.0, the example of its reference libraries' tests.
		expect(
			webhookSignature(
				'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
				'msg_p5jXN8AQM9LWM0D4loKWxJek',
				1_614_265_330,
				'{"test": 2432232314}',
			),
		).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
	});

	test('that fails is tried again with the same id, and given up after a bound', async () => {
		await change({ webhook: hook() });
		await keep('deploy', 5);
		await planAll(at(0));
		answers = Array.from({ length: 50 }, () => 503);
		for (let hour = 0; hour < 100; hour++) await deliverNotices(at(hour / 24));
		expect(posted).toHaveLength(9);
		expect(new Set(posted.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
		expect(await listNotices(workspace)).toMatchObject([
			{ state: 'given-up', attempts: 9, failure: 'the receiver answered 503' },
		]);
	});

	test('that is gone is asked once', async () => {
		await change({ webhook: hook() });
		await keep('deploy', 5);
		answers = [410];
		await round(0);
		await deliverNotices(at(3));
		expect(posted).toHaveLength(1);
	});

	test('keeps its secret until another is asked for', async () => {
		const first = await change({ webhook: hook() });
		const second = await change({ mailOwners: true });
		const third = await change({ newSecret: true });
		expect(first.webhookSecret).toMatch(/^whsec_/);
		expect(second.webhookSecret).toBeNull();
		expect(third.webhookSecret).not.toBe(first.webhookSecret);
	});

	test.each(['http://example.org/hook', 'ftp://example.org', 'https://user:word@example.org'])(
		'is not sent to %s',
		(webhook) => {
			expect(reminderChangeSchema.safeParse({ webhook }).success).toBe(false);
		},
	);
});

describe('a mail', () => {
	test('that the server puts off is sent later', async () => {
		await change({ mailTo: ['security@example.org'] });
		await keep('deploy', 5);
		mailAnswers = [451];
		await round(0);
		expect(mails).toHaveLength(0);
		await deliverNotices(at(0.01));
		expect(mails).toHaveLength(1);
		expect(await listNotices(workspace)).toMatchObject([{ state: 'sent', attempts: 2 }]);
	});

	test('to an address that is not there is given up at once', async () => {
		await change({ mailTo: ['security@example.org'] });
		await keep('deploy', 5);
		mailAnswers = [550, 550];
		await round(0);
		await deliverNotices(at(3));
		expect(await listNotices(workspace)).toMatchObject([
			{ state: 'given-up', attempts: 1, failure: 'the mail server answered 550' },
		]);
	});

	test('a name can write no header and turn no text round', async () => {
		await change({ mailTo: ['security@example.org'] });
		await keep('deploy\r\nBcc: all@example.org\u202e', 5);
		await round(0);
		expect(mails[0]?.to).toEqual(['security@example.org']);
		expect(mails[0]?.text).not.toMatch(/^Bcc:/m);
	});
});

describe('a review', () => {
	const begin = async () => {
		await keep('ci', 400, 'Payments');
		await keep('sync', 400, 'ana@example.org');
		return unwrap(
			await startReview(actor(), {
				name: 'Spring',
				dueAt: at(10).toISOString(),
				filter: {},
			}),
		).id;
	};

	test('reminds owners before and after it is due, by a link that shows theirs', async () => {
		await change({ mailOwners: true, expiry: false });
		await begin();
		for (const day of [1, 3, 4, 9, 10.5, 11, 17, 30]) await round(day);
		const subjects = mails.map(({ text }) => /^Subject: (.+(?:\r\n .+)*)/m.exec(text)?.[1]);
		expect(mails.map(({ to }) => to[0])).toEqual(Array(4).fill('ana@example.org'));
		expect(subjects).toHaveLength(4);
		const link = /\/attest\/([\w-]{43})/.exec(mails[1]?.text.replace(/=\r\n/g, '') ?? '')?.[1];
		expect((await attestationOf(link ?? '', at(9))).ok).toBe(false);
		const latest = /\/attest\/([\w-]{43})/.exec(mails[3]?.text.replace(/=\r\n/g, '') ?? '')?.[1];
		const seen = unwrap(await attestationOf(latest ?? '', at(18)));
		expect(seen.items.map(({ credential }) => credential.title)).toEqual(['sync']);
	});

	test('no webhook and no record holds a link that decides', async () => {
		await change({ webhook: hook(), mailTo: ['security@example.org'], mailOwners: true });
		await begin();
		await round(5);
		const kept = await installed.at.records.database.notice.findMany();
		expect(JSON.stringify(kept) + JSON.stringify(posted)).not.toContain('/attest/');
		expect(mails.find(({ to }) => to[0] === 'security@example.org')?.text).not.toContain(
			'/attest/',
		);
	});

	test('owners who decided everything hear nothing', async () => {
		await change({ mailOwners: true });
		const id = await begin();
		const review = unwrap(await getReview(actor(), id));
		for (const { credential, owner } of review.items)
			if (owner === 'ana@example.org')
				unwrap(await decideInReview(actor(), id, { credential: credential.id, decision: 'keep' }));
		await round(5);
		expect(mails).toEqual([]);
	});
});

describe('a test', () => {
	test('arrives by webhook and by mail', async () => {
		await change({ webhook: hook() });
		unwrap(await testReminders(actor(), { channel: 'webhook' }));
		unwrap(await testReminders(actor(), { channel: 'mail', address: 'ana@example.org' }));
		expect(bodies().map(({ type }) => type)).toEqual(['test']);
		expect(mails.map(({ to }) => to[0])).toEqual(['ana@example.org']);
	});

	test('that does not arrive says why', async () => {
		await change({ webhook: hook() });
		answers = [500];
		expect(await testReminders(actor(), { channel: 'webhook' })).toMatchObject({
			ok: false,
			error: { message: 'the receiver answered 500' },
		});
	});

	test('and settings are for admins, reading for managers', async () => {
		const manager = actorIn(workspace, 'manager');
		expect((await testReminders(manager, { channel: 'webhook' })).ok).toBe(false);
		expect((await changeReminders(manager, { expiry: false })).ok).toBe(false);
		expect((await getReminders(manager)).ok).toBe(true);
		expect((await getReminders(actorIn(workspace, 'analyst'))).ok).toBe(false);
	});
});
