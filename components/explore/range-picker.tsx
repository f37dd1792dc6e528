'use client';
import { useState } from 'react';
import { readSpan, spans, type TimeRange } from './explore-state.ts';

const inputClass = 'h-8 min-w-0 rounded-md border border-line2 bg-bg px-2 text-xs';

/** From when to when. Moments are typed in UTC, as logs have them. */
export function RangePicker({
	range,
	choose,
}: {
	range: TimeRange;
	choose: (range: TimeRange) => void;
}) {
	const [between, setBetween] = useState(range.type === 'between');
	const open = between || range.type === 'between';
	const limits = range.type === 'between' ? range : { from: null, to: null };
	const value = open ? 'between' : range.type === 'last' ? range.span : 'any';
	return (
		<div className="flex flex-wrap items-center gap-1.5">
			<select
				aria-label="Time range"
				value={value}
				onChange={({ target }) => {
					setBetween(target.value === 'between');
					const span = readSpan(target.value);
					if (span !== null) choose({ type: 'last', span });
					else if (target.value === 'any') choose({ type: 'any' });
				}}
				className={inputClass}
			>
				<option value="any">Any time</option>
				{Object.entries(spans).map(([span, { title }]) => (
					<option key={span} value={span}>
						{title}
					</option>
				))}
				<option value="between">Between</option>
			</select>
			{open &&
				(['from', 'to'] as const).map((end) => (
					<label key={end} className="flex items-center gap-1.5 text-xs text-muted">
						{end}
						<input
							type="datetime-local"
							step={1}
							aria-label={`${end}, in UTC`}
							defaultValue={limits[end]?.slice(0, 19) ?? ''}
							key={limits[end]}
							onBlur={({ target }) => {
								const text = target.value === '' ? null : `${withSeconds(target.value)}Z`;
								if (text?.slice(0, 19) === limits[end]?.slice(0, 19)) return;
								const next = { ...limits, [end]: text };
								choose(
									next.from === null && next.to === null
										? { type: 'any' }
										: { type: 'between', from: next.from, to: next.to },
								);
							}}
							className={inputClass}
						/>
					</label>
				))}
			{open && <span className="text-2xs text-muted">UTC</span>}
		</div>
	);
}

const withSeconds = (text: string): string => (text.length === 16 ? `${text}:00` : text);
