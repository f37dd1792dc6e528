'use client';
import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { FailedState } from '../ui/states.tsx';
import { Field } from './field.tsx';

/** E-mail address and password; leads to `next` once they fit. */
export function SignInForm({ next, failed }: { next: string; failed: boolean }) {
	const [problem, setProblem] = useState(failed ? 'The last try did not work.' : null);
	const [busy, setBusy] = useState(false);
	const submit = async (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		setBusy(true);
		setProblem(null);
		const answer = await signIn('credentials', {
			redirect: false,
			email: String(form.get('email')),
			password: String(form.get('password')),
		}).catch(() => undefined);
		if (answer?.ok === true) {
			window.location.assign(next);
			return;
		}
		setBusy(false);
		setProblem(
			answer?.error === 'too-many-attempts'
				? 'Too many attempts. Wait a few minutes.'
				: answer === undefined
					? 'The console does not answer. Is it still running?'
					: 'Address and password do not fit together.',
		);
	};
	return (
		<form onSubmit={submit} className="grid gap-3.5">
			<Field
				id="email"
				label="E-mail address"
				name="email"
				type="email"
				autoComplete="username"
				required
			/>
			<Field
				id="password"
				label="Password"
				name="password"
				type="password"
				autoComplete="current-password"
				required
			/>
			{problem !== null && <FailedState title="Not signed in">{problem}</FailedState>}
			<Button type="submit" face="solid" size="medium" disabled={busy}>
				{busy ? 'Signing in …' : 'Sign in'}
			</Button>
		</form>
	);
}
