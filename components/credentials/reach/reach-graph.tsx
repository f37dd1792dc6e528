'use client';
import clsx from 'clsx';
import { Database, KeyRound, OctagonAlert, ShieldCheck, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef } from 'react';
import type { ReachCopy, ReachView } from '@/core/credentials/views.ts';
import { useWidth } from '../../incident/strip/use-width.ts';
import { environmentFaces } from '../../ui/environment-tag.tsx';
import { InertText, inertLine } from '../../ui/inert-text.tsx';
import { levelColors } from '../scopes/scope-cell.tsx';
import { nodePx, type PlacedTree, placeTrees } from './reach-layout.ts';
import { fateFaces } from './reach-words.ts';

const boxPx = 26;

/** A curve from one node's right edge to another's left edge. */
const curve = (x1: number, y1: number, x2: number, y2: number): string =>
	`M${x1} ${y1} C${x1 + (x2 - x1) / 2} ${y1} ${x1 + (x2 - x1) / 2} ${y2} ${x2} ${y2}`;

/**
 * Credential, data, copies, from left to right. What falls together is drawn in alarm. Arrows go from
 * node to node; each node says what can be done to it and why.
 */
export function ReachGraph({ view }: { view: ReachView }) {
	const box = useRef<HTMLDivElement>(null);
	const width = Math.max(useWidth(box, 900), 720);
	const { placed, height } = useMemo(() => placeTrees(view.trees), [view.trees]);
	const column = Math.floor(width / 3);
	const nodeWidth = Math.min(260, column - 60);
	const x = [0, column, column * 2] as const;
	const middle = height / 2;
	const press = (event: KeyboardEvent<HTMLDivElement>) => {
		const nodes = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-node]')];
		const at = nodes.indexOf(document.activeElement as HTMLElement);
		const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
		if (step === undefined) return;
		event.preventDefault();
		nodes[Math.min(Math.max(at + step, 0), nodes.length - 1)]?.focus();
	};
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the nodes inside, which can be focused
		<div
			ref={box}
			data-arrows
			data-testid="reach-graph"
			className="overflow-x-auto"
			onKeyDown={press}
		>
			<div className="relative" style={{ width, height: Math.max(height, nodePx) }}>
				<svg aria-hidden width={width} height={height} className="absolute inset-0">
					{placed.map((tree) => (
						<Edges
							key={tree.tree.resource.id}
							tree={tree}
							from={[x[0] + nodeWidth, middle]}
							data={[x[1], x[1] + nodeWidth]}
							copies={x[2]}
						/>
					))}
				</svg>
				<div
					className="absolute flex items-center gap-1.5 rounded-md border-[1.5px] border-accent bg-bg px-2 text-xs"
					style={{ left: x[0], top: middle - boxPx / 2, width: nodeWidth, height: boxPx }}
				>
					<KeyRound aria-hidden size={13} className="flex-none text-accent" />
					<b className="truncate font-semibold">
						<InertText text={view.credential.title} />
					</b>
				</div>
				<ul aria-label="Data that it reaches, with its copies">
					{placed.map(({ tree, y, top, height: treeHeight, copies, rest }, index) => {
						const face = fateFaces[tree.fate];
						const { resource } = tree;
						const { icon: Icon, color } = environmentFaces[resource.environment];
						return (
							<li key={`${resource.provider}${resource.id}`}>
								{face.tone === 'alarm' && (
									<span
										aria-hidden
										className="absolute rounded-lg border border-destroy bg-destroy/10"
										style={{
											left: x[1] - 8,
											top: top - 3,
											height: treeHeight + 6,
											width: x[2] + nodeWidth - x[1] + 16,
										}}
									/>
								)}
								<Node
									left={x[1]}
									y={y}
									width={nodeWidth}
									color={levelColors[resource.level]}
									first={index === 0}
									label={`${resource.kind} ${inertLine(resource.name ?? resource.id)}, ${resource.environment}: it can ${resource.level} it (${inertLine(resource.reason)}); ${face.words}`}
								>
									<Icon
										aria-hidden
										size={9}
										strokeWidth={3}
										color={color}
										fill={color}
										className="flex-none"
									/>
									<span className="min-w-0 shrink-[4] truncate text-muted max-sm:hidden">
										{resource.kind}
									</span>
									<b className="min-w-0 flex-1 truncate font-semibold">
										<InertText text={resource.name ?? resource.id} />
									</b>
									{face.tone === 'alarm' ? (
										<OctagonAlert aria-hidden size={13} className="flex-none text-destroy" />
									) : (
										<span className="flex-none text-2xs text-muted">{resource.level}</span>
									)}
								</Node>
								<ul aria-label="Copies">
									{copies.map(({ copy, y: at }) => (
										<CopyNode
											key={`${copy.provider}${copy.id}`}
											copy={copy}
											left={x[2]}
											y={at}
											width={nodeWidth}
										/>
									))}
								</ul>
								{rest !== null && (
									<p
										className="absolute text-2xs text-muted"
										style={{ left: x[2] + 4, top: rest.y - 8 }}
									>
										and {rest.count.toLocaleString('en')} more{' '}
										{rest.count === 1 ? 'copy' : 'copies'}
									</p>
								)}
							</li>
						);
					})}
				</ul>
			</div>
		</div>
	);
}

function Edges({
	tree: { tree, y, copies },
	from,
	data,
	copies: copyX,
}: {
	tree: PlacedTree;
	from: readonly [number, number];
	data: readonly [number, number];
	copies: number;
}) {
	return (
		<g fill="none" strokeWidth={1.5}>
			<path d={curve(from[0], from[1], data[0], y)} stroke={levelColors[tree.resource.level]} />
			{copies.map(({ copy, y: at }) => (
				<path
					key={`${copy.provider}${copy.id}`}
					d={curve(data[1], y, copyX, at)}
					stroke={copy.level === null ? 'var(--line2)' : levelColors[copy.level]}
					strokeDasharray={copy.level === null ? '3 4' : undefined}
				/>
			))}
		</g>
	);
}

function CopyNode({
	copy,
	left,
	y,
	width,
}: {
	copy: ReachCopy;
	left: number;
	y: number;
	width: number;
}) {
	const words =
		copy.level === null ? 'out of its reach' : copy.level === 'destroy' ? 'falls too' : copy.level;
	return (
		<li>
			<Node
				left={left}
				y={y}
				width={width}
				color={copy.level === null ? 'var(--line2)' : levelColors[copy.level]}
				first={false}
				label={`copy, ${copy.kind} ${inertLine(copy.name ?? copy.id)}, ${copy.environment}: ${words}`}
			>
				<Database aria-hidden size={11} className="flex-none text-muted" />
				<span className="min-w-0 flex-1 truncate">
					<InertText text={copy.name ?? copy.id} />
				</span>
				<span
					className={clsx(
						'flex flex-none items-center gap-1 text-2xs',
						copy.level === 'destroy' ? 'text-destroy' : 'text-muted',
					)}
				>
					{copy.level === null && <ShieldCheck aria-hidden size={11} className="text-create" />}
					{copy.level === 'destroy' && <Trash2 aria-hidden size={11} />}
					{words}
				</span>
			</Node>
		</li>
	);
}

function Node({
	left,
	y,
	width,
	color,
	first,
	label,
	children,
}: {
	left: number;
	y: number;
	width: number;
	color: string;
	/** The one that Tab comes to; arrows reach the others. */
	first: boolean;
	label: string;
	children: React.ReactNode;
}) {
	return (
		// biome-ignore lint/a11y/useSemanticElements: a node is read and focused, and does nothing when pressed
		<div
			role="group"
			data-node
			tabIndex={first ? 0 : -1}
			aria-label={label}
			title={label}
			className="absolute flex items-center gap-1.5 overflow-hidden rounded-md border-[1.5px] bg-bg px-2 text-xs"
			style={{ left, top: y - boxPx / 2, width, height: boxPx, borderColor: color }}
		>
			{children}
		</div>
	);
}
