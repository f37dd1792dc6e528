'use client';
import { useQuery } from '@tanstack/react-query';
import { History, Pencil } from 'lucide-react';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import type { RuleDetail } from '@/core/detection/rule-views.ts';
import { parseTime } from '@/core/event/time.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { FailedState } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { RuleEditor } from './editor/rule-editor.tsx';
import { huntsAddress } from './hunts/queries.ts';
import { LevelTag } from './level-tag.tsx';
import { ruleQuery } from './queries.ts';
import { isSwitched, ruleAddress, rulesAddress } from './rule-filter.ts';
import { RuleMatches } from './rule-matches.tsx';
import { RuleRemoval } from './rule-removal.tsx';
import { RuleSwitch, useRuleSwitch } from './rule-switch.tsx';
import { BackLink } from './rules-subpage.tsx';

/** One rule: what it looks for, what it found, its text. */
export function RulePage({ first, mayChange }: { first: RuleDetail; mayChange: boolean }) {
	const { data: rule, isError, error, refetch } = useQuery(ruleQuery(first));
	const switching = useRuleSwitch();
	const router = useRouter();
	const isEdited = useSearchParams().has('edit') && mayChange;
	const show = (edit: boolean) =>
		window.history.replaceState(null, '', `${ruleAddress(rule.id)}${edit ? '?edit' : ''}`);
	return (
		<div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5 px-5 pt-4 pb-10 max-sm:px-3">
			<header className="grid gap-1.5">
				<BackLink href="/rules">Rules</BackLink>
				<div className="flex flex-wrap items-center gap-2">
					<h1 className="text-lg font-semibold">
						<InertText text={rule.title} />
					</h1>
					{rule.kind === 'filter' ? <Chip>filter</Chip> : <LevelTag level={rule.level} />}
					{rule.origin !== 'shipped' && (
						<Chip tone="strong">
							{rule.origin === 'own' ? 'this workspace’s own' : 'edited here'}
						</Chip>
					)}
					<span className="flex-1" />
					{mayChange && rule.kind !== 'filter' && (
						<Link href={huntsAddress([rule.id])} className={buttonClass()}>
							<History aria-hidden size={12} /> Hunt with it
						</Link>
					)}
					{mayChange && rule.origin !== 'shipped' && <RuleRemoval rule={rule} />}
					{isSwitched(rule) && (
						<span className="flex items-center gap-2 text-xs">
							{rule.isOn ? 'on' : 'switched off'}
							<RuleSwitch rule={rule} mayChange={mayChange} switching={switching} />
						</span>
					)}
				</div>
				{switching.isError && (
					<p role="alert" className="text-xs text-destroy">
						The rule could not be switched: {switching.error.message}
					</p>
				)}
				{isError && (
					<FailedState title="What is shown may be old" retry={() => refetch()}>
						{error.message}
					</FailedState>
				)}
				{rule.description !== null && (
					<p className="max-w-[90ch] text-sm">
						<InertText text={rule.description} />
					</p>
				)}
			</header>
			<div className="grid gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
				<div className="grid min-w-0 content-start gap-5">
					<RuleMatches rule={rule} />
					{isEdited ? (
						<Panel title="Text">
							<RuleEditor
								key={rule.savedAt}
								rule={rule}
								text={rule.text}
								saved={({ id }) => {
									show(false);
									if (id !== rule.id) router.push(ruleAddress(id));
								}}
								leave={() => show(false)}
							/>
						</Panel>
					) : (
						<Panel
							title="Text"
							note={
								<Chip mono>
									<span className="truncate">{rule.source}</span>
								</Chip>
							}
							actions={
								<>
									<CopyButton text={() => rule.text} label="Copy the text" />
									{mayChange && (
										<Button onClick={() => show(true)}>
											<Pencil aria-hidden size={12} /> Edit
										</Button>
									)}
								</>
							}
						>
							<RuleText text={rule.text} />
						</Panel>
					)}
				</div>
				<Facts rule={rule} />
			</div>
		</div>
	);
}

function RuleText({ text }: { text: string }) {
	return (
		<section
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
			tabIndex={0}
			aria-label="Text of the rule"
			className="max-h-[70vh] overflow-auto rounded-lg border border-line bg-surface px-3 py-2"
		>
			<pre className="font-mono text-xs leading-[1.6]">
				<InertText text={text} />
			</pre>
		</section>
	);
}

function Facts({ rule }: { rule: RuleDetail }) {
	return (
		<dl className="grid content-start self-start gap-x-4 gap-y-2.5 text-xs sm:grid-cols-[120px_minmax(0,1fr)] lg:rounded-lg lg:border lg:border-line lg:p-3.5">
			<Fact name="runs over">
				{rule.logSource === null ? (
					'what other rules found'
				) : (
					<Link
						href={rulesAddress({ source: rule.logSource })}
						className="underline decoration-dotted underline-offset-2"
					>
						<InertText text={rule.logSource} />
					</Link>
				)}
			</Fact>
			<Rules name="built on" rules={rule.buildsOn} />
			<Rules name="filters" rules={rule.filters} />
			<Rules name="serves" rules={rule.servesRules} />
			<Rules name="in the same file" rules={rule.besides} />
			{rule.tags.length > 0 && (
				<Fact name="tags">
					<span className="flex flex-wrap gap-1">
						{rule.tags.map((tag) => (
							<Link
								key={tag}
								href={rulesAddress({ tag })}
								className="inline-flex min-h-[24px] max-w-full items-center"
							>
								<Chip mono>
									<InertText text={tag} />
								</Chip>
							</Link>
						))}
					</span>
				</Fact>
			)}
			{rule.falsePositives.length > 0 && (
				<Fact name="false positives">
					<List texts={rule.falsePositives} />
				</Fact>
			)}
			{rule.references.length > 0 && (
				<Fact name="references">
					<List texts={rule.references} />
				</Fact>
			)}
			{rule.status !== null && <Fact name="status">{<InertText text={rule.status} />}</Fact>}
			{rule.author !== null && <Fact name="author">{<InertText text={rule.author} />}</Fact>}
			<Fact name="id">
				<span className="font-mono">
					<InertText text={rule.id} />
				</span>
			</Fact>
			{rule.savedAt !== null && (
				<Fact name="saved">
					<Time micros={parseTime(rule.savedAt)} />
					{rule.savedBy !== null && (
						<>
							{' by '}
							<InertText text={rule.savedBy} />
						</>
					)}
				</Fact>
			)}
		</dl>
	);
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-muted">{name}</dt>
			<dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
		</>
	);
}

function Rules({ name, rules }: { name: string; rules: RuleDetail['besides'] }) {
	if (rules.length === 0) return null;
	return (
		<Fact name={name}>
			<ul className="grid gap-1">
				{rules.map(({ id, title }) => (
					<li key={id}>
						<Link href={ruleAddress(id)} className="underline decoration-dotted underline-offset-2">
							<InertText text={title} />
						</Link>
					</li>
				))}
			</ul>
		</Fact>
	);
}

function List({ texts }: { texts: readonly string[] }) {
	return (
		<ul className="grid gap-1">
			{texts.map((text) => (
				<li key={text}>
					<InertText text={text} />
				</li>
			))}
		</ul>
	);
}
