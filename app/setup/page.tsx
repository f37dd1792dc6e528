import type { Metadata } from 'next';
import { DoorPage } from '@/components/door/door-page.tsx';
import { SetupForm } from '@/components/door/setup-form.tsx';
import { setupTokenWorks } from '@/server/auth/setup.ts';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetupPage({
	searchParams,
}: {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
	const { token } = await searchParams;
	const given = typeof token === 'string' ? token : '';
	const works = given !== '' && (await setupTokenWorks(given, new Date()));
	return (
		<DoorPage title={works ? 'Make the first admin' : 'This link does not work'}>
			{works ? (
				<SetupForm token={given} />
			) : (
				<p className="text-sm text-muted">
					A set-up link works once, for 24 hours, and only the one that was printed last. Restart
					the console with <code className="font-mono text-text">npm start</code> to get a new one;
					if an admin exists already,{' '}
					<a href="/sign-in" className="text-accent underline">
						sign in
					</a>
					.
				</p>
			)}
		</DoorPage>
	);
}
