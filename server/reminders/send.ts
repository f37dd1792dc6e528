import { createHmac } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { installation } from '@/server/installation/installation.ts';
import type { Message } from './words.ts';

const webhookTimeoutMs = 10_000;
const mailTimeoutMs = 15_000;

/** Null: it was taken. Otherwise one public line, and whether it makes sense to try again. */
export type Refusal = { readonly message: string; readonly isFinal: boolean } | null;

/**
 * Signature of a webhook as Standard Webhooks 1.0 has it: HMAC-SHA-256 over id, time and body, in
 * base64, after `v1,`.
 *
 * @param secret `whsec_` and the key in base64
 */
export function webhookSignature(
	secret: string,
	id: string,
	timestampSeconds: number,
	body: string,
): string {
	const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
	const digest = createHmac('sha256', key).update(`${id}.${timestampSeconds}.${body}`, 'utf8');
	return `v1,${digest.digest('base64')}`;
}

/** Posts one notice. The same notice always has the same id, so that a receiver can tell a second copy. */
export async function sendWebhook(
	url: string,
	secret: string,
	id: string,
	body: string,
	at: Date,
): Promise<Refusal> {
	const seconds = Math.floor(at.getTime() / 1_000);
	const response = await fetch(url, {
		method: 'POST',
		body,
		redirect: 'manual',
		signal: AbortSignal.timeout(webhookTimeoutMs),
		headers: {
			'content-type': 'application/json',
			'user-agent': 'aftertrace',
			'webhook-id': id,
			'webhook-timestamp': String(seconds),
			'webhook-signature': webhookSignature(secret, id, seconds, body),
		},
	}).catch(() => null);
	await response?.body?.cancel().catch(() => {});
	if (response === null) return { message: 'the receiver does not answer', isFinal: false };
	if (response.ok) return null;
	// Gone: Standard Webhooks asks senders to stop.
	return { message: `the receiver answered ${response.status}`, isFinal: response.status === 410 };
}

/** Hands one mail to the installation's server. */
export async function sendMail(to: string, id: string, message: Message): Promise<Refusal> {
	const { smtpUrl, mailFrom } = installation().settings;
	if (smtpUrl === null)
		return { message: 'no mail server is set (AFTERTRACE_SMTP_URL)', isFinal: false };
	const transport = createTransport({
		url: smtpUrl,
		connectionTimeout: mailTimeoutMs,
		greetingTimeout: mailTimeoutMs,
		socketTimeout: mailTimeoutMs,
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	try {
		await transport.sendMail({
			from: mailFrom,
			to: { name: '', address: to },
			subject: message.subject,
			text: message.text,
			messageId: `<${id}@${new URL(installation().settings.url).hostname}>`,
			headers: { 'auto-submitted': 'auto-generated' },
		});
		return null;
	} catch (error) {
		return refusalOf(error);
	} finally {
		transport.close();
	}
}

/** Nothing of the server's own words: they may repeat what was sent to it. */
function refusalOf(error: unknown): Refusal {
	const { code, responseCode } = error as { code?: string; responseCode?: number };
	if (code === 'EAUTH') return { message: 'the mail server refuses the sign-in', isFinal: false };
	if (responseCode !== undefined)
		return {
			message: `the mail server answered ${responseCode}`,
			isFinal: responseCode >= 550 && responseCode <= 553,
		};
	return { message: `the mail server cannot be reached (${code ?? 'no answer'})`, isFinal: false };
}
