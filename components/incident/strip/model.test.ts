import { describe, expect, it } from 'vitest';
import { sampleView, untimedView } from '../sample-view.ts';
import { stripModel } from './model.ts';

describe('the strip of an incident with times', () => {
	const model = stripModel(sampleView);

	it('counts from the first effect and knows how long the impact was', () => {
		expect(model.impact).toEqual({ start: 0, end: 8_742 });
		expect(model.byId.get('deleted')?.start).toBe(0);
	});

	it('folds the fourteen idle minutes before the credential mismatch', () => {
		expect(model.idle.length).toBeGreaterThanOrEqual(1);
		expect(model.idle[0]?.start).toBeLessThan(-800_000);
		expect(model.idle[0]?.end).toBeGreaterThan(-60_000);
	});

	it('ends a bar where its resource was destroyed', () => {
		expect(model.resources.map((bar) => bar.endedAt)).toEqual([0, 210, 4_900, 8_742]);
	});

	it('draws a credential from where it was obtained to its last use', () => {
		const [line] = model.credentials;
		expect(line?.start).toBe(-41_600);
		expect(line?.points.map((point) => point.type)).toEqual([
			'obtained',
			'used',
			'used',
			'used',
			'used',
			'used',
		]);
	});
});

describe('the strip of a source without times', () => {
	it('places events by order, invents no origin and folds nothing', () => {
		const model = stripModel(untimedView);
		expect(model.originMicros).toBeNull();
		expect(model.idle).toEqual([]);
		const starts = model.items.map((item) => item.start);
		expect(starts).toEqual([...starts].sort((a, b) => a - b));
		expect(new Set(starts).size).toBe(starts.length);
	});

	it('puts an untimed event between its timed neighbours', () => {
		const timeline = sampleView.timeline.map((event, index) =>
			index === 20 ? { ...event, timeMicros: null } : event,
		);
		const model = stripModel({ ...sampleView, timeline });
		const item = model.items[20];
		expect(item?.untimed).toBe(true);
		expect(item?.start).toBeGreaterThan(model.items[19]?.start ?? 0);
		expect(item?.start).toBeLessThan(model.items[21]?.start ?? 0);
	});

	it('is empty, not broken, when there are no events', () => {
		const model = stripModel({
			...sampleView,
			timeline: [],
			document: { ...sampleView.document, effects: [], credentials: [] },
		});
		expect(model.items).toEqual([]);
		expect(model.impact).toBeNull();
	});
});
