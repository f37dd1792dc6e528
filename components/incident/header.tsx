'use client';
import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { IncidentCredential, IncidentDocument } from '@/core/incidents/document.ts';
import { isUnseen } from '@/core/incidents/unseen-credentials.ts';
import { actionFaces, actionOfEffect } from '../ui/action-class.tsx';
import { Chip } from '../ui/chip.tsx';
import { EnvironmentTag } from '../ui/environment-tag.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { SeverityTag } from '../ui/severity.tsx';
import { formatDuration } from '../ui/time-format.ts';
import { GroupMenu } from './group-menu.tsx';
import { ReportMenu } from './report-menu.tsx';
import { AssigneeMenu, StatusMenu } from './status-menu.tsx';
import { useWorkspace } from './workspace-context.tsx';

/** What it is, who works on it, and the three figures that matter first. */
export function IncidentHeader({ me, crumb }: { me: string; crumb: ReactNode }) {
	const { view } = useWorkspace();
	const { document } = view;
	const environments = [...new Set(document.effects.map((effect) => effect.resource.environment))];
	return (
		<header className="flex flex-wrap items-start gap-x-5 gap-y-3 border-b border-line px-5 pt-3 pb-3 max-sm:px-3">
			<div className="min-w-0 flex-1 basis-120">
				<div className="flex items-center gap-2 text-xs text-muted">
					{crumb} <span aria-hidden>/</span> <span className="font-mono">{view.number}</span>
					<span className="flex-1" />
				</div>
				<h1 className="mt-0.5 mb-1.5 text-lg font-semibold text-balance">
					<InertText text={document.title} />
				</h1>
				<div className="flex flex-wrap items-center gap-1.5">
					<SeverityTag severity={document.severity} />
					<StatusMenu />
					<AssigneeMenu me={me} />
					{environments.map((environment) => (
						<EnvironmentTag key={environment} environment={environment} />
					))}
					{document.agents.map((agent) => (
						<Chip key={`${agent.product}${agent.model ?? ''}`} mono>
							{agent.model == null ? agent.product : `${agent.model} in ${agent.product}`}
						</Chip>
					))}
					{document.credentials.map((credential) => (
						<CredentialChips key={credential.fingerprint} credential={credential} />
					))}
					<GroupMenu />
					<ReportMenu number={view.number} />
				</div>
			</div>
			<Figures document={document} />
		</header>
	);
}

function CredentialChips({ credential }: { credential: IncidentCredential }) {
	const weak = [
		credential.neverExpires === true ? 'no expiry' : null,
		credential.scopes?.some((scope) => /\b(account|admin|owner|all|\*)/i.test(scope)) === true
			? `scope ${credential.scopes.join(', ')}`
			: null,
		credential.obtained.how === 'file' ? 'on disk' : null,
		credential.owner === null && credential.inventoryId != null ? 'unowned' : null,
	].filter((text) => text !== null);
	return (
		<>
			<Chip
				tone="strong"
				mono
				title={
					isUnseen(credential.fingerprint)
						? `from ${credential.obtained.path ?? 'a file'}; no log shows the secret itself`
						: `fingerprint ${credential.fingerprint}`
				}
			>
				<KeyRound aria-hidden size={11} />
				<span className="truncate">
					{credential.name ?? credential.kind}{' '}
					{isUnseen(credential.fingerprint)
						? '‹not shown›'
						: `‹${credential.fingerprint.slice(0, 4)}…${credential.fingerprint.slice(-2)}›`}
				</span>
			</Chip>
			{weak.length > 0 && <Chip tone="warning">{weak.join(' · ')}</Chip>}
		</>
	);
}

function Figures({ document }: { document: IncidentDocument }) {
	const { metrics, impact, effects } = document;
	const worst = effects[0];
	const color =
		worst === undefined ? 'var(--text)' : actionFaces[actionOfEffect[worst.class]].color;
	return (
		<dl className="flex max-lg:w-full max-sm:grid max-sm:grid-cols-3 max-sm:gap-2">
			{metrics.exposureToImpactMs === null ? (
				<Figure
					name="deviation → impact"
					value={formatDuration(metrics.deviationToImpactMs)}
					note="first act outside the task to first effect"
				/>
			) : (
				<Figure
					name="exposure → impact"
					value={formatDuration(metrics.exposureToImpactMs)}
					note="first sight of the credential to first effect"
				/>
			)}
			<Figure
				name="impact"
				value={impact === null ? 'none' : formatDuration(impact.durationMs)}
				color={impact === null ? undefined : color}
				note={impact === null ? 'nothing changed' : effectsInWords(document)}
			/>
			<LossFigure document={document} />
		</dl>
	);
}

/** What is left: the newest copy that survived where one is known, else how much cannot be restored. */
function LossFigure({ document }: { document: IncidentDocument }) {
	const lost = document.effects.filter((effect) => effect.class === 'destroyed');
	const gone = lost.filter((effect) => effect.recoverable !== 'yes');
	const [newest] = [...(document.survivingCopies ?? [])].sort(
		(a, b) => (a.ageMs ?? Number.POSITIVE_INFINITY) - (b.ageMs ?? Number.POSITIVE_INFINITY),
	);
	if (newest !== undefined) {
		return (
			<Figure
				name="newest copy that survived"
				value={newest.ageMs === null ? 'age unknown' : `${formatDuration(newest.ageMs)} old`}
				note={`${newest.resource.name ?? newest.resource.id} at ${newest.resource.provider}`}
			/>
		);
	}
	return (
		<Figure
			name="unrecoverable"
			value={lost.length === 0 ? 'nothing' : `${gone.length} of ${lost.length}`}
			color={gone.length > 0 ? 'var(--destroy)' : undefined}
			note={unrecoverableNote(lost)}
		/>
	);
}

function unrecoverableNote(lost: IncidentDocument['effects']): string {
	if (lost.length === 0) return 'no data was destroyed';
	const unsure = lost.filter((effect) => effect.recoverable === 'unknown').length;
	if (unsure > 0)
		return unsure === lost.length ? 'recovery is not established' : `${unsure} not established`;
	const gone = lost.filter((effect) => effect.recoverable === 'no').length;
	return gone === 0 ? 'all can be restored' : 'destroyed beyond undo';
}

const effectsInWords = (document: IncidentDocument): string => {
	const counts = new Map<string, number>();
	for (const effect of document.effects) {
		counts.set(effect.class, (counts.get(effect.class) ?? 0) + 1);
	}
	const total = document.effects.length;
	const words = [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
	return counts.size === 1
		? `${total} ${total === 1 ? 'resource' : 'resources'} ${[...counts.keys()][0]}`
		: words;
};

function Figure({
	name,
	value,
	note,
	color,
}: {
	name: string;
	value: string;
	note: string;
	color?: string | undefined;
}) {
	return (
		<div className="border-l border-line px-4.5 max-lg:first:border-l-0 max-lg:first:pl-0 max-sm:border-l-0 max-sm:px-0 lg:last:pr-0">
			<dt className="text-2xs text-muted">{name}</dt>
			<dd>
				<span
					className="block font-mono text-xl font-semibold tracking-tight whitespace-nowrap max-sm:text-base"
					style={{ color }}
				>
					{value}
				</span>
				<span className="block max-w-44 text-2xs text-muted">{note}</span>
			</dd>
		</div>
	);
}
