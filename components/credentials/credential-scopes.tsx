import clsx from 'clsx';
import Link from 'next/link';
import type { Scope } from '@/core/credentials/credential.ts';
import type { CredentialDetail } from '@/core/credentials/views.ts';
import { EnvironmentTag } from '../ui/environment-tag.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { FactText } from './fact-text.tsx';

const same = (a: Scope, b: Scope): boolean =>
	a.provider === b.provider && a.permission === b.permission && a.resource === b.resource;

type Use = 'used' | 'used in part' | 'no use known';

/** A grant of everything is used in part by every use at its provider. */
function extentOfUse(scope: Scope, used: readonly Scope[]): Use {
	if (used.some((each) => same(scope, each))) return 'used';
	const isWide = scope.permission === '*' && used.some((each) => each.provider === scope.provider);
	return isWide ? 'used in part' : 'no use known';
}

const shownMax = 100;

/** What it may do, and what of it its uses needed; then what it reaches. */
export function CredentialScopes({ credential }: { credential: CredentialDetail }) {
	const { grantedScopes, usedScopes } = credential;
	const beyond =
		grantedScopes.state === 'value'
			? usedScopes.filter((used) => !grantedScopes.value.some((scope) => same(scope, used)))
			: usedScopes;
	return (
		<div className="grid gap-2 text-xs">
			<FactText fact={grantedScopes} none="Nothing is granted to it.">
				{(scopes) => (
					<ul className="grid gap-1">
						{scopes.slice(0, shownMax).map((scope) => (
							<ScopeLine
								key={`${scope.permission}${scope.resource}${scope.environment}`}
								scope={scope}
								state={extentOfUse(scope, usedScopes)}
							/>
						))}
						{scopes.length > shownMax && (
							<li className="text-muted">and {scopes.length - shownMax} more</li>
						)}
					</ul>
				)}
			</FactText>
			{grantedScopes.state === 'unknown' && (
				<p className="text-muted">No source tells what is granted to it.</p>
			)}
			{beyond.length > 0 && (
				<>
					<p className="text-muted">Its uses needed</p>
					<ul className="grid gap-1">
						{beyond.slice(0, shownMax).map((scope) => (
							<ScopeLine
								key={`${scope.permission}${scope.resource}${scope.environment}`}
								scope={scope}
								state="used"
							/>
						))}
					</ul>
				</>
			)}
			<Reach credential={credential} />
		</div>
	);
}

const levelColor: Readonly<Record<Scope['level'], string>> = {
	read: 'var(--read)',
	write: 'var(--modify)',
	admin: 'var(--grant)',
	destroy: 'var(--destroy)',
};

function ScopeLine({ scope, state }: { scope: Scope; state: Use }) {
	const color = levelColor[scope.level];
	return (
		<li className="flex min-w-0 items-center gap-2">
			<span
				className="w-[60px] flex-none rounded border px-1 text-center text-2xs font-semibold"
				style={{ borderColor: color, color }}
			>
				{scope.level}
			</span>
			<span className="min-w-0 flex-1 font-mono [overflow-wrap:anywhere]">
				<InertText
					text={`${scope.permission === '*' ? 'everything' : scope.permission} on ${scope.resource === '*' ? `all of ${scope.provider}` : scope.resource}`}
				/>
			</span>
			{scope.environment !== 'unknown' && <EnvironmentTag environment={scope.environment} />}
			<span
				className={clsx(
					'flex-none text-right text-2xs whitespace-nowrap',
					state === 'no use known' && 'text-muted',
				)}
			>
				{state}
			</span>
		</li>
	);
}

function Reach({ credential }: { credential: CredentialDetail }) {
	const { reach, survivingCopies } = credential;
	if (reach.length === 0) return null;
	return (
		<div>
			<p className="mt-1 mb-1 flow-root text-muted">
				<Link
					href={`/credentials/reach?id=${encodeURIComponent(credential.id)}`}
					className="float-right ml-2 inline-block min-h-[24px] underline underline-offset-2 hover:text-text"
				>
					as a graph
				</Link>
				It reaches {reach.length} {reach.length === 1 ? 'resource' : 'resources'}
				{survivingCopies !== null && (
					<>
						;{' '}
						<b className={clsx('font-semibold', survivingCopies === 0 && 'text-destroy')}>
							{survivingCopies === 0
								? 'no copy of their data is out of its reach'
								: `${survivingCopies} ${survivingCopies === 1 ? 'copy is' : 'copies are'} out of its reach`}
						</b>
					</>
				)}
			</p>
			<ul
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
				tabIndex={0}
				aria-label="What it reaches"
				className="grid max-h-72 gap-1 overflow-auto"
			>
				{reach.slice(0, shownMax).map((resource) => (
					<li key={`${resource.kind}${resource.id}`} className="flex items-center gap-2">
						<span className="min-w-0 flex-1 truncate">
							{resource.copyOf !== null && <span className="text-muted">copy: </span>}
							{resource.kind}{' '}
							<b className="font-semibold">
								<InertText text={resource.name ?? resource.id} />
							</b>
						</span>
						<span className="text-2xs text-muted">{resource.level}</span>
						<EnvironmentTag environment={resource.environment} />
					</li>
				))}
			</ul>
		</div>
	);
}
