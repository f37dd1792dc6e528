'use client';
import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { FailedState } from '../ui/states.tsx';
import { Field } from './field.tsx';

/** Makes the first admin with the link's token, signs them in and opens the incidents. */
export function SetupForm({ token }: { token: string }) {
	const [problem, setProblem] = useState<string | null>(null);
	const [busy, setBusy] = useState(false);
	const submit = async (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const text = (name: string) => String(form.get(name) ?? '');
		setBusy(true);
		setProblem(null);
		const refused = await makeAdmin({
			token,
			name: text('name'),
			email: text('email'),
			password: text('password'),
		});
		if (refused !== null) {
			setProblem(refused);
			setBusy(false);
			return;
		}
		const answer = await signIn('credentials', {
			redirect: false,
			email: text('email'),
			password: text('password'),
		}).catch(() => undefined);
		window.location.assign(answer?.ok === true ? '/incidents' : '/sign-in');
	};
	return (
		<form onSubmit={submit} className="grid gap-3.5">
			<Field id="name" label="Name" name="name" autoComplete="name" required maxLength={200} />
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
				autoComplete="new-password"
				required
				hint="A sentence is easier to keep than a riddle. It is stored hashed."
			/>
			{problem !== null && <FailedState title="Not set up">{problem}</FailedState>}
			<Button type="submit" face="solid" size="medium" disabled={busy}>
				{busy ? 'Setting up …' : 'Make the admin and sign in'}
			</Button>
		</form>
	);
}

/** The reason why not; null once it is done. */
async function makeAdmin(
	setup: Readonly<Record<'token' | 'name' | 'email' | 'password', string>>,
): Promise<string | null> {
	const response = await fetch('/api/setup', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(setup),
	}).catch(() => null);
	if (response === null) return 'The console does not answer. Is it still running?';
	if (response.ok) return null;
	const problem = (await response.json().catch(() => null)) as { detail?: unknown } | null;
	return typeof problem?.detail === 'string'
		? problem.detail
		: `The server answered ${response.status}`;
}
