'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import type { ReminderSettingsView, ReminderViewData } from '@/core/reminders/views.ts';
import { request } from '../../api-request.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FormField, inputClass } from '../../ui/form-dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { readAddressLines, readMailLines, writeAddressLines } from './address-lines.ts';
import { Notices } from './notices.tsx';
import { TestReminder } from './test-reminder.tsx';

const path = '/api/v1/credentials/reminders';

interface Changed extends ReminderViewData {
	readonly webhookSecret: string | null;
}

const send = (change: object) =>
	request<Changed>(path, {
		method: 'PATCH',
		headers: { 'content-type': 'application/json', accept: 'application/json' },
		body: JSON.stringify(change),
	});

function changeOf(form: FormData): ReminderSettingsView {
	const text = (name: string) => String(form.get(name) ?? '');
	const lines = readAddressLines(text('addresses'));
	if ('badLine' in lines)
		throw new Error(`addresses of owners, line ${lines.badLine}: write “owner = address”`);
	return {
		expiry: form.has('expiry'),
		reviews: form.has('reviews'),
		webhook: text('webhook').trim() === '' ? null : text('webhook').trim(),
		mailTo: readMailLines(text('mailTo')),
		mailOwners: form.has('mailOwners'),
		addresses: lines.addresses,
	};
}

const areaClass =
	'w-full rounded-md border border-line2 bg-bg px-2 py-1.5 font-mono text-xs text-text placeholder:text-muted';

/** Who is told of credentials that end and of reviews that are due, and what was told. */
export function Reminders({ view, mayChange }: { view: ReminderViewData; mayChange: boolean }) {
	const router = useRouter();
	const [secret, setSecret] = useState<string | null>(null);
	const save = useMutation({
		mutationFn: async (change: () => object) => send(change()),
		onSuccess: ({ webhookSecret }) => {
			if (webhookSecret !== null) setSecret(webhookSecret);
			router.refresh();
		},
	});
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		save.mutate(() => changeOf(form));
	};
	const { settings } = view;
	return (
		<div className="grid min-h-0 grid-cols-[minmax(0,1fr)] content-start gap-4 overflow-auto pb-8 xl:grid-cols-2">
			<form onSubmit={submit} className="min-w-0">
				<fieldset disabled={!mayChange} className="grid gap-3">
					<legend className="sr-only">Reminders</legend>
					<Part title="What is told">
						<Check name="expiry" on={settings.expiry}>
							Credentials that end: 30, 14, 7 and 1 days ahead
						</Check>
						<Check name="reviews" on={settings.reviews}>
							Reviews with open decisions: 7 and 1 days before they are due, 1 and 7 days after
						</Check>
					</Part>
					<Part title="Webhook">
						<FormField label="Address (https), which hears of everything">
							<input
								name="webhook"
								type="url"
								maxLength={500}
								defaultValue={settings.webhook ?? ''}
								placeholder="https://hooks.example.org/aftertrace"
								className={inputClass}
							/>
						</FormField>
						{secret !== null && <Secret secret={secret} />}
						{mayChange && settings.webhook !== null && (
							<div className="flex flex-wrap items-center gap-2">
								<TestReminder channel="webhook" />
								<Button
									disabled={save.isPending}
									onClick={() => save.mutate(() => ({ newSecret: true }))}
								>
									Make a new secret
								</Button>
							</div>
						)}
					</Part>
					<Part title="Mail">
						{!view.mailServer && (
							<p className="text-xs text-modify">
								No mail server is set: start the console with AFTERTRACE_SMTP_URL. Mail waits for
								two days until then.
							</p>
						)}
						<FormField label="Addresses that hear of everything, one a line">
							<textarea
								name="mailTo"
								rows={2}
								defaultValue={settings.mailTo.join('\n')}
								placeholder="security@example.org"
								className={areaClass}
							/>
						</FormField>
						<Check name="mailOwners" on={settings.mailOwners}>
							Owners hear of theirs, with a link by which they decide in a review
						</Check>
						<FormField label="Addresses of owners whose name is none: owner = address, one a line">
							<textarea
								name="addresses"
								rows={3}
								defaultValue={writeAddressLines(settings.addresses)}
								placeholder="Payments = payments@example.org"
								className={areaClass}
							/>
						</FormField>
						{mayChange && view.mailServer && <TestReminder channel="mail" />}
					</Part>
					{mayChange ? (
						<div className="flex items-center gap-3">
							<Button type="submit" face="solid" size="medium" disabled={save.isPending}>
								{save.isPending ? 'Saving' : 'Save'}
							</Button>
							<p role="status" className="text-xs text-muted">
								{save.isSuccess && 'Saved.'}
							</p>
						</div>
					) : (
						<p className="text-xs text-muted">Admins can change this.</p>
					)}
					{save.isError && (
						<p role="alert" className="text-xs text-destroy [overflow-wrap:anywhere]">
							{save.error.message}
						</p>
					)}
				</fieldset>
			</form>
			<Part title="Sent and waiting">
				<Notices notices={view.notices} />
			</Part>
		</div>
	);
}

function Secret({ secret }: { secret: string }) {
	return (
		<div role="status" className="grid gap-1 rounded-md border border-modify px-2.5 py-2">
			<p className="text-xs">
				This secret signs what the webhook is sent. It is shown this once: keep it at the receiver.
			</p>
			<div className="flex items-center gap-2">
				<code className="min-w-0 flex-1 font-mono text-xs [overflow-wrap:anywhere]">{secret}</code>
				<CopyButton text={() => secret} label="Copy the secret" />
			</div>
		</div>
	);
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
	return (
		<div className="min-w-0 self-start rounded-lg border border-line px-3.5 py-2.5">
			<Panel title={title}>
				<div className="grid gap-2.5">{children}</div>
			</Panel>
		</div>
	);
}

function Check({ name, on, children }: { name: string; on: boolean; children: React.ReactNode }) {
	return (
		<label className="flex items-start gap-2 text-sm">
			<input type="checkbox" name={name} defaultChecked={on} className="mt-0.5 accent-accent" />
			<span>{children}</span>
		</label>
	);
}
