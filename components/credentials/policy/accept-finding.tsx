'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { FindingKind } from '@/core/credentials/finding.ts';
import { request } from '../../api-request.ts';
import { Button } from '../../ui/button.tsx';
import { FormDialog, FormField, inputClass } from '../../ui/form-dialog.tsx';

/** Accepts one finding on one credential until a day: an exception of the policy. */
export function AcceptFinding({
	credential,
	finding,
	title,
}: {
	credential: string;
	finding: FindingKind;
	title: string;
}) {
	const [open, setOpen] = useState(false);
	const router = useRouter();
	const accept = useMutation({
		mutationFn: (form: FormData) =>
			request<unknown>('/api/v1/credentials/policy/exceptions', {
				method: 'POST',
				headers: { 'content-type': 'application/json', accept: 'application/json' },
				body: JSON.stringify({ credential, finding, ...Object.fromEntries(form) }),
			}),
		onSuccess: () => {
			setOpen(false);
			router.refresh();
		},
	});
	return (
		<>
			<Button face="quiet" aria-label={`Accept for a time: ${title}`} onClick={() => setOpen(true)}>
				Accept for a time
			</Button>
			{open && (
				<FormDialog
					open
					close={() => setOpen(false)}
					title={`Accept “${title}” for a time`}
					about="It becomes an exception of this workspace’s policy, and counts again when the day is over."
					action="Accept it"
					pending={accept.isPending}
					problem={accept.error?.message ?? null}
					submit={(form) => accept.mutate(form)}
				>
					<FormField label="Who answers for that">
						<input name="owner" required maxLength={200} className={inputClass} />
					</FormField>
					<FormField label="Why">
						<input name="reason" required maxLength={1_000} className={inputClass} />
					</FormField>
					<FormField label="The last day on which it is accepted">
						<input name="until" type="date" required className={inputClass} />
					</FormField>
				</FormDialog>
			)}
		</>
	);
}
