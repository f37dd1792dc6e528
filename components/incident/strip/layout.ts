import type { StripModel } from './model.ts';

export type LaneId = 'task' | 'call' | 'credential' | 'provider' | 'resources';

export interface LaneBox {
	readonly id: LaneId;
	readonly name: string;
	readonly y: number;
	readonly height: number;
	/** Centre of the numbered steps; null where the lane has none. */
	readonly badgeY: number | null;
	/** Top of the first row of bars. */
	readonly rowY: number;
	readonly rows: number;
}

export interface StripLayout {
	readonly left: number;
	readonly right: number;
	readonly width: number;
	readonly height: number;
	/** Lane names stand inside the plot, above their lane. */
	readonly narrow: boolean;
	readonly lanes: readonly LaneBox[];
	readonly lane: Readonly<Record<LaneId, LaneBox>>;
	readonly plotTop: number;
	readonly plotBottom: number;
	readonly resourcesShown: number;
	readonly marksY: number;
	readonly markRows: number;
}

export const rowHeight = 12;
export const resourceRow = 17;
export const credentialRow = 24;
export const markRow = 17;
const axisHeight = 26;
const mostResources = 6;
const names: Readonly<Record<LaneId, string>> = {
	task: 'task and reasoning',
	call: 'tool calls',
	credential: 'credential',
	provider: 'provider records',
	resources: 'resources',
};

/** Where everything stands, in pixels, for a width. Lanes grow with what they hold. */
export function stripLayout(model: StripModel, width: number, markRows: number): StripLayout {
	const narrow = width < 720;
	const stepped = new Set(
		model.items.filter((item) => item.event.step !== null).map((item) => item.event.lane),
	);
	const resourcesShown = Math.min(model.resources.length, mostResources);
	const hidden = model.resources.length - resourcesShown;
	const caption = narrow ? 13 : 0;
	let y = axisHeight;
	const box = (id: LaneId, content: number, badges: boolean, rows: number): LaneBox => {
		const badgeRoom = badges ? 24 : 8;
		const height = caption + badgeRoom + content + 7;
		const badgeY = badges ? y + caption + 13 : null;
		const made = { id, name: names[id], y, height, badgeY, rowY: y + caption + badgeRoom, rows };
		y += height;
		return made;
	};
	const lane = {
		task: box('task', rowHeight, stepped.has('task'), 1),
		call: box('call', rowHeight * 2, stepped.has('call'), 2),
		credential: box(
			'credential',
			Math.max(1, Math.min(model.credentials.length, 3)) * credentialRow - 8,
			stepped.has('credential'),
			1,
		),
		provider: box('provider', rowHeight * 2, stepped.has('provider'), 2),
		resources: box(
			'resources',
			Math.max(1, resourcesShown + (hidden > 0 ? 1 : 0)) * resourceRow,
			false,
			1,
		),
	};
	const plotBottom = y;
	return {
		left: narrow ? 10 : 132,
		right: width - (narrow ? 10 : 20),
		width,
		height: plotBottom + markRows * markRow + 6,
		narrow,
		lanes: [lane.task, lane.call, lane.credential, lane.provider, lane.resources],
		lane,
		plotTop: axisHeight,
		plotBottom,
		resourcesShown,
		marksY: plotBottom + 11,
		markRows,
	};
}
