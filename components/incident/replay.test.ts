import { describe, expect, it } from 'vitest';
import type { ControlId } from '@/core/incidents/document.ts';
import { replayControls, verdictWords } from './replay.ts';
import { sampleView } from './sample-view.ts';

const { document, timeline } = sampleView;
const replay = (...on: ControlId[]) => replayControls(document, timeline, new Set(on));

describe('replaying with controls', () => {
	it('changes nothing while all are off', () => {
		expect(replay().prevented.size + replay().faded.size + replay().stops.size).toBe(0);
	});

	it('takes away the stopped event and every step that it caused', () => {
		const { faded } = replay('environment-sandbox');
		expect(faded.has('use')).toBe(true);
		expect(faded.has('delete')).toBe(true);
		expect(faded.has('deleted')).toBe(true);
		expect(faded.has('admission')).toBe(true);
		expect(faded.has('exposure')).toBe(false);
	});

	it('counts from the next step when the stopped event is none itself', () => {
		const control = document.controls.find((entry) => entry.id === 'environment-sandbox');
		if (control === undefined) throw new Error('the sample has all controls');
		const earlier = { ...control, stopsAt: 'event-15' };
		const changed = { ...document, controls: [earlier] };
		const { faded } = replayControls(changed, timeline, new Set(['environment-sandbox']));
		expect(faded.has('discovery')).toBe(true);
		expect(faded.has('delete')).toBe(true);
		expect(faded.has('use')).toBe(false);
		expect(verdictWords({ document: changed, timeline }, earlier)).toBe('prevents · before step 6');
	});

	it('leaves an event standing while one of its effects still happens', () => {
		const { faded, prevented } = replay('isolated-backups');
		expect([...prevented]).toEqual([1, 2, 3]);
		expect(faded.has('backup-1')).toBe(true);
		expect(faded.has('delete')).toBe(false);
	});

	it('adds up what several controls prevent', () => {
		const both = replay('isolated-backups', 'delayed-deletion');
		expect([...both.prevented].sort()).toEqual([0, 1, 2, 3]);
	});

	it('names verdict and step', () => {
		const words = document.controls.map((control) => verdictWords(sampleView, control));
		expect(words).toContain('prevents · step 4');
		expect(words).toContain('limits · 3 of 4');
		expect(words).toContain('no effect');
	});
});
