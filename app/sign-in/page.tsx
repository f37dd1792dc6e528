import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { DoorPage } from '@/components/door/door-page.tsx';
import { SignInForm } from '@/components/door/sign-in-form.tsx';
import { signedIn } from '@/server/auth/session.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({
	searchParams,
}: {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
	const { next, error } = await searchParams;
	const target = ownPath(next);
	if ((await signedIn()) !== null) redirect(target);
	return (
		<DoorPage title="Sign in">
			<SignInForm next={target} failed={error !== undefined} />
		</DoorPage>
	);
}

/** Only addresses of this console: `//elsewhere` and the like lead to the incidents. */
function ownPath(next: string | string[] | undefined): string {
	return typeof next === 'string' && /^\/(?![/\\])[^\\]*$/.test(next) ? next : '/incidents';
}
