import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { detectVerb } from '@/cli/detect.ts';
import { shippedRules } from '@/cli/rule-folder.ts';

interface Finding {
	readonly rule: string;
	readonly title: string;
	readonly path: string;
}

/**
 * What the field's own rules and test data say of the engine, over the archives `sigma` and
 * `cloudtrail` in the folder of the sample logs: whether each regression event matches the rule
 * beside it, whether each SigmaHQ rule loads or is named with its reason, and which techniques of
 * Stratus Red Team SigmaHQ's rules find without and with those that are shipped.
 */
export async function sigma(folder: string): Promise<void> {
	const regression = join(folder, 'sigma/regression');
	const hq = join(folder, 'sigma/sigmahq');
	const stratus = join(folder, 'cloudtrail/stratus');
	const missed: string[] = [];
	const cases = (await readdir(regression)).sort();
	for (const name of cases) {
		const text = await readFile(join(regression, name, 'rule.yml'), 'utf8');
		const id = /^id: (\S+)/m.exec(text)?.[1];
		// Each by itself: two folders hold the same event, and over both it is one.
		const folder = join(regression, name);
		const { findings } = await detect([folder, '--rules', join(folder, 'rule.yml')]);
		if (!findings.some(({ rule }) => rule === id)) missed.push(name);
	}
	print(`regression: ${cases.length - missed.length} of ${cases.length} events match their rule`);
	for (const name of missed) print(`  missed ${name}`);
	const before = await detect([stratus, '--rules', hq]);
	const files = (await filesUnder(hq)).filter((name) => /\.ya?ml$/.test(name)).length;
	const named = before.errors.filter((line) => line.includes(': not loaded'));
	const elsewhere = before.errors.filter((line) => line.includes(': loaded, but')).length;
	print(
		`sigmahq: ${files} rules, ${files - named.length} loaded (${elsewhere} for logs that are not read here), ${named.length} named:`,
	);
	for (const line of named) print(`  ${line.slice(line.lastIndexOf('/') + 1)}`);
	const after = await detect([stratus, '--rules', hq, '--rules', shippedRules]);
	const techniques = (await readdir(stratus)).filter((name) => name.endsWith('.json')).sort();
	const titles = (findings: readonly Finding[], technique: string): string[] => [
		...new Set(
			findings.filter(({ path }) => basename(path) === technique).map(({ title }) => title),
		),
	];
	const count = (findings: readonly Finding[]): number =>
		techniques.filter((technique) => titles(findings, technique).length > 0).length;
	print(
		`stratus: ${count(before.findings)} of ${techniques.length} techniques with SigmaHQ, ${count(after.findings)} with the shipped rules as well`,
	);
	for (const technique of techniques) {
		const known = titles(before.findings, technique);
		const added = titles(after.findings, technique).filter((title) => !known.includes(title));
		print(
			`  ${technique.replace(/\.json$/, '')}: ${known.join('; ') || 'nothing'}${added.length === 0 ? '' : ` + ${added.join('; ')}`}`,
		);
	}
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function detect(args: readonly string[]) {
	let out = '';
	let err = '';
	await detectVerb([...args, '--json'], {
		stdout: (text) => {
			out += text;
		},
		stderr: (text) => {
			err += text;
		},
		isTerminal: false,
		cwd: process.cwd(),
		env: {},
	});
	const lines = out.split('\n').filter((line) => line !== '');
	return {
		findings: lines.map((line) => JSON.parse(line) as Finding),
		errors: err.split('\n'),
	};
}

async function filesUnder(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true, recursive: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}
