// Proves that the tool which keeps the import boundaries is awake: plants forbidden imports in
// each room of a temporary copy, and requires Biome to refuse each one, and to accept what is allowed.
// (A boundary tool was once seen to print "no violations (0 modules)" and pass.)
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));
const biome = fileURLToPath(new URL('../node_modules/@biomejs/biome/bin/biome', import.meta.url));

/** Where the file would stand, what it imports, and whether that is allowed. */
const plants = [
	['core/event/canary.ts', 'node:fs', false],
	['core/event/canary.ts', 'fs', false],
	['core/event/canary.ts', 'node:crypto', false],
	['core/event/canary.ts', 'react', false],
	['core/event/canary.ts', 'chdb', false],
	['core/event/canary.ts', '@/server/records/records.ts', false],
	['core/event/canary.ts', '../../server/records/records.ts', false],
	['core/event/canary.ts', './time.ts', true],
	['core/event/canary.ts', '../result.ts', true],
	['core/event/canary.ts', '@/core/result.ts', true],
	['core/event/canary.ts', 'zod', true],
	['components/incident/canary.tsx', '@/server/incidents/list.ts', false],
	['components/incident/canary.tsx', '../../server/incidents/list.ts', false],
	['components/incident/canary.tsx', 'node:fs', false],
	['components/incident/canary.tsx', '@/core/incidents/document.ts', true],
	['components/incident/canary.tsx', 'react', true],
	['server/events/canary.ts', '@/app/layout.tsx', false],
	['server/events/canary.ts', '@/components/ui/button.tsx', false],
	['server/events/canary.ts', '@/cli/io.ts', false],
	['server/events/canary.ts', '@/core/result.ts', true],
	['server/events/canary.ts', 'node:fs', true],
	['cli/canary.ts', '@/app/layout.tsx', false],
	['cli/canary.ts', '@/server/ingest/store.ts', true],
	['app/api/canary/route.ts', '@/server/records/records.ts', false],
	['app/api/canary/route.ts', 'chdb', false],
	['app/api/canary/route.ts', '@/cli/io.ts', false],
	['app/api/canary/route.ts', '@/server/incidents/list.ts', true],
];

const folder = mkdtempSync(join(tmpdir(), 'aftertrace-boundaries-'));
const judge = () => {
	copyFileSync(join(home, 'biome.json'), join(folder, 'biome.json'));
	plants.forEach(([path, target], index) => {
		const file = join(folder, path.replace('canary', `canary-${index}`));
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, `import * as planted from '${target}';\nplanted;\n`);
	});
	const run = spawnSync(
		process.execPath,
		[biome, 'lint', '--reporter=github', '--max-diagnostics=none', '.'],
		{ cwd: folder, encoding: 'utf8' },
	);
	const refused = new Set(
		[...run.stdout.matchAll(/title=lint\/[a-z]+\/(\w+),file=([^,]+)/g)]
			.filter(([, rule]) => rule === 'noRestrictedImports' || rule === 'noNodejsModules')
			.map(([, , file]) => Number(/canary-(\d+)/.exec(file ?? '')?.[1])),
	);
	return plants.flatMap(([path, target, allowed], index) => {
		if (refused.has(index) === !allowed) return [];
		return `import boundaries: ${path} importing "${target}" was ${allowed ? 'refused and is allowed' : 'accepted and is forbidden'}`;
	});
};

let wrong;
try {
	wrong = judge();
} finally {
	rmSync(folder, { recursive: true, force: true });
}
if (wrong.length > 0) {
	process.stderr.write(`${wrong.join('\n')}\n`);
	process.exit(1);
}
process.stdout.write(`import boundaries: all ${plants.length} planted imports judged rightly\n`);
