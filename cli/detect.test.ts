import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from './main.ts';

async function run(files: Readonly<Record<string, string>>, ...args: string[]) {
	const folder = mkdtempSync(path.join(tmpdir(), 'aftertrace-detect-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
		writeFileSync(path.join(folder, name), content);
	}
	let out = '';
	let err = '';
	const status = await main(['detect', ...args], {
		stdout: (text) => {
			out += text;
		},
		stderr: (text) => {
			err += text;
		},
		isTerminal: false,
		cwd: folder,
		env: {},
	});
	const lines = out.split('\n').filter((line) => line !== '');
	return { status, out, err, lines };
}

const rule = (product: string, selection: string, extra = ''): string =>
	`title: Found it\nid: 11111111-2222-4333-8444-555555555555\nlevel: high\nlogsource:\n  product: ${product}\n${extra}detection:\n  selection:\n    ${selection}\n  condition: selection\n`;

/** A record number as Windows gives one: the same record again, in another file, would be no second event. */
let recorded = 0;
const windows = (image: string): object => ({
	Event: {
		System: {
			EventID: 1,
			EventRecordID: ++recorded,
			Channel: 'Microsoft-Windows-Sysmon/Operational',
			Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon' } },
			TimeCreated: { '#attributes': { SystemTime: '2026-01-02T03:04:05.000Z' } },
		},
		EventData: { Image: image },
	},
});

const trail = (name: string, at: string): string =>
	JSON.stringify({
		eventVersion: '1.09',
		eventTime: at,
		eventSource: 'ec2.amazonaws.com',
		eventName: name,
		eventID: `${name}-${at}`,
		awsRegion: 'eu-west-1',
		userIdentity: { type: 'IAMUser', userName: 'deploy', arn: 'arn:aws:iam::1:user/deploy' },
	});

describe('detect', () => {
	it('prints rule, title, level, path, line and time, one object a line', async () => {
		const { lines, status } = await run(
			{
				'rules/a.yml': rule('aws', 'eventName: DeleteSnapshot', '  service: cloudtrail\n'),
				'logs/t.jsonl': `${trail('RunInstances', '2026-01-01T00:00:00Z')}\n${trail('DeleteSnapshot', '2026-01-01T00:00:01Z')}\n`,
			},
			'logs',
			'--rules',
			'rules',
			'--json',
		);
		expect(status).toBe(0);
		expect(lines).toHaveLength(1);
		const finding = JSON.parse(lines[0] ?? '');
		expect(Object.keys(finding)).toEqual(['rule', 'title', 'level', 'path', 'line', 'time']);
		expect(finding).toMatchObject({ title: 'Found it', level: 'high', line: 2 });
		expect(finding.time).toContain('2026-01-01T00:00:01');
	});

	it('reads Windows events: a document, several in a row, and lines', async () => {
		const shell = () => windows('C:\\Windows\\System32\\cmd.exe');
		const other = () => windows('C:\\other.exe');
		const pretty = (value: object): string => JSON.stringify(value, null, 2);
		const { lines } = await run(
			{
				'rules/a.yml': rule(
					'windows',
					`Image|endswith: '\\cmd.exe'\n    Provider_Name: Microsoft-Windows-Sysmon`,
					'  category: process_creation\n',
				),
				'logs/one.json': pretty(shell()),
				'logs/row.json': `${pretty(other())}\n${pretty(shell())}\n`,
				'logs/lines.json': `${JSON.stringify(other())}\n${JSON.stringify(shell())}\n`,
			},
			'logs',
			'--rules',
			'rules',
			'--json',
		);
		const files = lines.map((line) => path.basename(JSON.parse(line).path));
		expect(files.sort()).toEqual(['lines.json', 'one.json', 'row.json']);
	});

	it('names rules that cannot be loaded, runs the others, and fails only when strict', async () => {
		const files = {
			'rules/a.yml': rule('aws', 'eventName: DeleteSnapshot'),
			'rules/old.yml': rule('aws', 'eventName: x').replace(
				'condition: selection',
				'condition: selection | count() > 5',
			),
			'rules/elsewhere.yml': rule('toaster', 'a: b').replace('1111', '9999'),
			'logs/t.jsonl': `${trail('DeleteSnapshot', '2026-01-01T00:00:01Z')}\n`,
		};
		const lenient = await run(files, 'logs', '--rules', 'rules');
		expect(lenient.status).toBe(0);
		expect(lenient.lines).toHaveLength(1);
		expect(lenient.err).toMatch(/old\.yml:9:3: not loaded.*correlation rules/);
		expect(lenient.err).toMatch(/elsewhere\.yml: loaded, but no log read here is toaster/);
		expect((await run(files, 'logs', '--rules', 'rules', '--strict')).status).toBe(3);
	});

	it('exits 1 when a rule of the level or above matched', async () => {
		const files = {
			'rules/a.yml': rule('aws', 'eventName: DeleteSnapshot'),
			't.jsonl': `${trail('DeleteSnapshot', '2026-01-01T00:00:01Z')}\n`,
		};
		expect((await run(files, 't.jsonl', '--rules', 'rules', '--fail-on', 'high')).status).toBe(1);
		expect((await run(files, 't.jsonl', '--rules', 'rules', '--fail-on', 'critical')).status).toBe(
			0,
		);
		expect((await run(files, 't.jsonl', '--fail-on', 'huge')).status).toBe(2);
		expect((await run(files, 't.jsonl', '--rules', 'nowhere')).status).toBe(3);
		expect((await run(files)).status).toBe(2);
	});

	it('runs the shipped rules where no folder is named', async () => {
		const { lines } = await run(
			{ 't.jsonl': `${trail('DeleteFlowLogs', '2026-01-01T00:00:01Z')}\n` },
			't.jsonl',
		);
		expect(lines.join('\n')).toContain('Network or DNS log deleted in AWS');
	});
});
