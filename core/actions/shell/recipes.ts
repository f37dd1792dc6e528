import { parseArguments, type ShellCommand, textsOf } from './command.ts';

/**
 * The commands behind `make target` and `npm run name`, where the run itself wrote the file that holds
 * them; null where it did not, or the file holds no such name.
 */
export function recipeOf(command: ShellCommand, files: ReadonlyMap<string, string>): string | null {
	const operands = parseArguments(
		textsOf(command.args),
		new Set(['-C', '-f', '--directory', '--file', '-w', '--workspace', '--prefix']),
	).operands.filter((word) => !word.includes('='));
	if (command.name === 'make' || command.name === 'gmake') {
		const makefile = files.get('Makefile') ?? files.get('makefile');
		const target = operands[0];
		return makefile === undefined || target === undefined ? null : linesUnder(makefile, target);
	}
	if (/^(npm|pnpm|yarn|bun)$/.test(command.name)) {
		const name = /^run(-script)?$/.test(operands[0] ?? '') ? operands[1] : operands[0];
		const manifest = files.get('package.json');
		return manifest === undefined || name === undefined ? null : scriptNamed(manifest, name);
	}
	return null;
}

/** The indented lines under `target:`, without what silences them. */
function linesUnder(makefile: string, target: string): string | null {
	const lines = makefile.split('\n');
	const at = lines.findIndex((line) => line.startsWith(`${target}:`));
	if (at < 0) return null;
	const end = lines.findIndex((line, i) => i > at && /^\S/.test(line));
	return lines
		.slice(at + 1, end < 0 ? undefined : end)
		.filter((line) => line.startsWith('\t'))
		.map((line) => line.replace(/^\t[@+-]*/, '').replaceAll('$$', '$'))
		.join('\n');
}

function scriptNamed(manifest: string, name: string): string | null {
	try {
		const script = (JSON.parse(manifest) as { scripts?: Record<string, unknown> }).scripts?.[name];
		return typeof script === 'string' ? script : null;
	} catch {
		return null;
	}
}
