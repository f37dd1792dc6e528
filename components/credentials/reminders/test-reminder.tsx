'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api-request.ts';
import { Button } from '../../ui/button.tsx';
import { inputClass } from '../../ui/form-dialog.tsx';

/** Sends a test by what is saved, and says at once whether it was taken. */
export function TestReminder({ channel }: { channel: 'webhook' | 'mail' }) {
	const [address, setAddress] = useState('');
	const test = useMutation({
		mutationFn: () =>
			request<{ sent: true }>('/api/v1/credentials/reminders/test', {
				method: 'POST',
				headers: { 'content-type': 'application/json', accept: 'application/json' },
				body: JSON.stringify(channel === 'mail' ? { channel, address } : { channel }),
			}),
	});
	return (
		<span className="flex min-w-0 flex-wrap items-center gap-2">
			{channel === 'mail' && (
				<input
					type="email"
					aria-label="Address for a test"
					value={address}
					onChange={({ target }) => setAddress(target.value)}
					placeholder="Address for a test"
					className={`${inputClass} max-w-64`}
				/>
			)}
			<Button
				disabled={test.isPending || (channel === 'mail' && address === '')}
				onClick={() => test.mutate()}
			>
				{test.isPending ? 'Sending' : 'Send a test'}
			</Button>
			<span role="status" className="text-xs text-muted">
				{test.isSuccess && 'It was taken.'}
			</span>
			{test.isError && (
				<span role="alert" className="text-xs text-destroy [overflow-wrap:anywhere]">
					{test.error.message}
				</span>
			)}
		</span>
	);
}
