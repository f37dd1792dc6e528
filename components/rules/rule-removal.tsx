'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { RuleDetail } from '@/core/detection/rule-views.ts';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { rulesKey, sendRules } from './queries.ts';

/** Puts a shipped rule's text back, or deletes a rule of the workspace's own. */
export function RuleRemoval({ rule }: { rule: RuleDetail }) {
	const [open, setOpen] = useState(false);
	const router = useRouter();
	const cache = useQueryClient();
	const isOwn = rule.origin === 'own';
	const remove = useMutation({
		mutationFn: () =>
			sendRules<{ restored: boolean }>('DELETE', `/api/v1/rules/${encodeURIComponent(rule.id)}`),
		onSuccess: async ({ restored }) => {
			setOpen(false);
			if (!restored) router.push('/rules');
			await cache.invalidateQueries({ queryKey: [...rulesKey, restored ? rule.id : 'list'] });
		},
	});
	return (
		<>
			<Button onClick={() => setOpen(true)}>
				{isOwn ? <Trash2 aria-hidden size={12} /> : <RotateCcw aria-hidden size={12} />}
				{isOwn ? 'Delete' : 'Restore'}
			</Button>
			<FormDialog
				title={isOwn ? 'Delete the rule' : 'Put the shipped text back'}
				about={
					isOwn ? (
						<>
							<InertText text={rule.title} /> goes with its file and what it found
							{rule.besides.length > 0 && `, and so do ${rule.besides.length} others of that file`}.
						</>
					) : (
						'The text of this workspace goes. What the rule found stays.'
					)
				}
				action={isOwn ? 'Delete it' : 'Restore it'}
				pending={remove.isPending}
				problem={remove.isError ? remove.error.message : null}
				open={open}
				close={() => {
					setOpen(false);
					remove.reset();
				}}
				submit={() => remove.mutate()}
			>
				{null}
			</FormDialog>
		</>
	);
}
