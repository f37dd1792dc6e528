import { describe, expect, it } from 'vitest';
import { effectCounts, resourceTrees } from './resource-tree.ts';
import { sampleView } from './sample-view.ts';

const { document } = sampleView;

describe('the blast radius as a tree', () => {
	it('hangs backups under the volume that they lived in', () => {
		const [group] = resourceTrees(document);
		expect(group?.environment).toBe('production');
		expect(group?.containers).toEqual([{ id: 'project-acme-booking', name: null }]);
		expect(group?.roots.map((node) => node.resource.name)).toEqual(['postgres-data']);
		expect(group?.roots[0]?.children).toHaveLength(3);
	});

	it('hangs what fell by containment under what the same event hit, where no container is named', () => {
		const effects = document.effects.map((effect) => ({
			...effect,
			eventId: 'delete',
			resource: { ...effect.resource, containedIn: null },
		}));
		const [group] = resourceTrees({ ...document, effects });
		expect(group?.roots).toHaveLength(1);
	});

	it('survives resources that claim to contain each other, and loses none', () => {
		const [a, b] = document.effects;
		if (a === undefined || b === undefined) throw new Error('the sample has effects');
		const effects = [
			{ ...a, resource: { ...a.resource, id: 'a', containedIn: 'b' } },
			{ ...b, resource: { ...b.resource, id: 'b', containedIn: 'a' } },
		];
		const groups = resourceTrees({ ...document, effects });
		const roots = groups.flatMap((group) => group.roots);
		expect(roots.length + roots.flatMap((node) => node.children).length).toBe(2);
	});

	it('counts effects by class in words', () => {
		expect(effectCounts(document.effects)).toBe('4 destroyed');
		expect(effectCounts([])).toBe('');
	});
});
