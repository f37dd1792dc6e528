import type { ChainStep } from '@/core/incidents/document.ts';

/**
 * Steps in layers: each stands below all of its causes. Causes name earlier steps, so one pass in
 * order suffices; a cause that names no earlier step is passed over.
 */
export function graphLayers(chain: readonly ChainStep[]): ChainStep[][] {
	const depth = new Map<number, number>();
	const layers: ChainStep[][] = [];
	for (const step of [...chain].sort((a, b) => a.step - b.step)) {
		const above = step.causes.flatMap((cause) => depth.get(cause.step) ?? []);
		const own = above.length === 0 ? 0 : Math.max(...above) + 1;
		depth.set(step.step, own);
		layers[own] = [...(layers[own] ?? []), step];
	}
	return layers;
}
