'use client';
import { useMutation } from '@tanstack/react-query';
import { Ban, Combine, RefreshCw, Tag, Undo2, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { request } from '../api-request.ts';
import { Button } from '../ui/button.tsx';
import { FormDialog, FormField, inputClass } from '../ui/form-dialog.tsx';

type Action = 'owner' | 'tags' | 'rotated' | 'revoked' | 'reinstated' | 'merge';
interface Target {
	readonly id: string;
	readonly title: string;
}

const send = (path: string, body: unknown) =>
	request<unknown>(path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', accept: 'application/json' },
		body: JSON.stringify(body),
	});

const words: Readonly<Record<Action, { readonly title: string; readonly about: string }>> = {
	owner: {
		title: 'Set the owner',
		about: 'The person or team that answers for it. Stands above what sources say.',
	},
	tags: { title: 'Add tags', about: 'Words to sort by, separated by commas.' },
	rotated: {
		title: 'Mark as rotated',
		about: 'Records that its secret was replaced at the provider. Aftertrace does not do that.',
	},
	revoked: {
		title: 'Mark as revoked',
		about:
			'Records that it was revoked at the provider. Aftertrace does not do that; it watches whether it is used afterwards.',
	},
	reinstated: {
		title: 'Take the revocation back',
		about: 'Records that it is in force. The revocation stays in its history.',
	},
	merge: {
		title: 'Merge into one credential',
		about:
			'They are shown as one from now on, over later imports too. Each can be taken out again.',
	},
};
const icons = {
	owner: UserRound,
	tags: Tag,
	rotated: RefreshCw,
	revoked: Ban,
	reinstated: Undo2,
	merge: Combine,
} as const;

/** What can be done with these credentials: a button each, and the question that it asks. */
export function CredentialActions({
	targets,
	actions,
	done,
}: {
	targets: readonly Target[];
	actions: readonly Action[];
	/** Called when a change was made. */
	done?: () => void;
}) {
	const router = useRouter();
	const [asked, setAsked] = useState<Action | null>(null);
	const change = useMutation({
		mutationFn: ({ action, form }: { action: Action; form: FormData }) =>
			perform(action, form, targets),
		onSuccess: () => {
			setAsked(null);
			done?.();
			router.refresh();
		},
	});
	const ask = (action: Action) => {
		change.reset();
		setAsked(action);
	};
	const count = targets.length;
	return (
		<>
			{actions.map((action) => {
				const Icon = icons[action];
				return (
					<Button
						key={action}
						onClick={() => ask(action)}
						disabled={action === 'merge' && (count < 2 || count > 20)}
					>
						<Icon aria-hidden size={12} />
						{words[action].title}
					</Button>
				);
			})}
			{asked !== null && (
				<FormDialog
					open
					close={() => setAsked(null)}
					title={`${words[asked].title}: ${count === 1 ? (targets[0]?.title ?? '') : `${count} credentials`}`}
					about={words[asked].about}
					action={words[asked].title}
					pending={change.isPending}
					problem={change.error?.message ?? null}
					submit={(form) => change.mutate({ action: asked, form })}
				>
					{fields(asked, targets)}
				</FormDialog>
			)}
		</>
	);
}

function fields(action: Action, targets: readonly Target[]): ReactNode {
	switch (action) {
		case 'owner':
			return (
				<FormField label="Owner; empty: nobody">
					<input name="owner" maxLength={200} className={inputClass} />
				</FormField>
			);
		case 'tags':
			return (
				<FormField label="Tags">
					<input name="tags" required maxLength={400} className={inputClass} />
				</FormField>
			);
		case 'rotated':
		case 'revoked':
		case 'reinstated':
			return (
				<>
					<FormField label="When, in UTC; empty: now">
						<input name="at" type="datetime-local" className={inputClass} />
					</FormField>
					<FormField label="Why">
						<input name="reason" maxLength={1_000} className={inputClass} />
					</FormField>
				</>
			);
		case 'merge':
			return (
				<FormField label="The one that stays">
					<select name="into" className={inputClass}>
						{targets.map(({ id, title }) => (
							<option key={id} value={id}>
								{title}
							</option>
						))}
					</select>
				</FormField>
			);
		default:
			return action satisfies never;
	}
}

function perform(action: Action, form: FormData, targets: readonly Target[]): Promise<unknown> {
	const text = (name: string) => String(form.get(name) ?? '').trim();
	const credentials = targets.map(({ id }) => id);
	const changes = (change: object) => send('/api/v1/credentials/changes', { credentials, change });
	switch (action) {
		case 'owner':
			return changes({ kind: 'owner', owner: text('owner') === '' ? null : text('owner') });
		case 'tags': {
			const add = text('tags')
				.split(',')
				.map((tag) => tag.trim())
				.filter(Boolean);
			return changes({ kind: 'tags', add });
		}
		case 'rotated':
		case 'revoked':
		case 'reinstated': {
			const at = text('at');
			return changes({
				kind: 'mark',
				mark: action,
				...(at === '' ? {} : { at: `${at.length === 16 ? `${at}:00` : at}Z` }),
				...(text('reason') === '' ? {} : { reason: text('reason') }),
			});
		}
		case 'merge': {
			const into = text('into');
			return send(`/api/v1/credentials/${encodeURIComponent(into)}/merge`, {
				credentials: credentials.filter((id) => id !== into),
			});
		}
		default:
			return action satisfies never;
	}
}
